#include "pipeline/pipeline.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace mizan {
namespace {

ArticleResult result_of(const ReadItem& item, const ArticleFunction& work) {
  if (const auto* document = std::get_if<Document>(&item)) return work(*document);
  return {};
}

// Tickets in input order: the reader fills them, any worker takes the next unread one, the sink empties them from the front. Several short articles share one:
// an article takes some hundred microseconds, and a thread that changes places with another after each finds its code gone from the caches.
struct Ticket {
  std::vector<PipelineItem> items;
  std::size_t bytes = 0;
  bool ready = false;

  bool full() const {
    constexpr std::size_t kArticles = 32, kBytes = std::size_t{64} << 10;
    return items.size() >= kArticles || bytes >= kBytes;
  }
};

std::size_t bytes_of(const ReadItem& item) {
  const auto* document = std::get_if<Document>(&item);
  return document == nullptr ? 0 : document->text.size() + document->title.size();
}

}  // namespace

void run_pipeline(DocumentReader& reader, const PipelineOptions& options, const ArticleFunction& work, const FactSink& sink) {
  const unsigned jobs = options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  if (jobs == 1) {
    PipelineItem item;
    for (;;) {
      if (options.idle && reader.waits()) options.idle();
      if (!reader.next(item.in)) return;
      item.out = result_of(item.in, work);
      if (!sink(std::move(item))) return;
      item = {};
    }
  }

  std::mutex mutex;
  std::condition_variable work_waits, sink_waits;
  std::deque<Ticket> tickets;    // front is the next for the sink; references stay valid under push_back and pop_front
  std::size_t next_to_work = 0;  // index into tickets
  bool closed = false;

  auto worker = [&] {
    std::unique_lock lock(mutex);
    for (;;) {
      work_waits.wait(lock, [&] { return closed || next_to_work < tickets.size(); });
      if (next_to_work >= tickets.size()) return;
      Ticket& ticket = tickets[next_to_work++];
      lock.unlock();
      for (PipelineItem& item : ticket.items) item.out = result_of(item.in, work);
      lock.lock();
      ticket.ready = true;
      if (&ticket == &tickets.front()) sink_waits.notify_one();
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < jobs; ++i) threads.emplace_back(worker);

  // This thread's alone.
  const std::size_t window = std::max<std::size_t>(options.window, 1) * jobs;
  bool more = true, wanted = true;
  std::size_t articles = 0, bytes = 0;  // in flight, those of the open ticket included
  Ticket open;
  const auto full = [&] { return articles >= window || (articles > 0 && bytes >= options.bytes); };
  const auto hand_on = [&] {
    if (open.items.empty()) return;
    {
      std::lock_guard lock(mutex);
      tickets.push_back(std::exchange(open, {}));
    }
    work_waits.notify_one();
  };
  while (wanted) {
    // Where the reader is going to wait, what is in flight goes out first, however long the next article takes to come.
    const bool waits = more && !full() && (options.idle || !open.items.empty()) && reader.waits();
    const bool drain = waits && options.idle && articles > 0;
    if (waits) hand_on();
    if (waits && options.idle && articles == 0) options.idle();
    if (more && !full() && !drain) {
      ReadItem item;
      more = reader.next(item);  // outside the lock: workers go on meanwhile
      if (more) {
        const std::size_t size = bytes_of(item);
        ++articles;
        bytes += size;
        open.bytes += size;
        open.items.push_back({std::move(item), {}});
      }
      if (!more || full() || open.full()) hand_on();
    }
    std::unique_lock lock(mutex);
    if (!more && tickets.empty()) break;
    if (!more || drain || full()) sink_waits.wait(lock, [&] { return !tickets.empty() && tickets.front().ready; });
    while (wanted && !tickets.empty() && tickets.front().ready) {
      Ticket done = std::move(tickets.front());
      tickets.pop_front();
      --next_to_work;
      lock.unlock();
      articles -= done.items.size();
      bytes -= done.bytes;
      for (std::size_t i = 0; wanted && i < done.items.size(); ++i) wanted = sink(std::move(done.items[i]));
      lock.lock();
    }
  }
  {
    std::lock_guard lock(mutex);
    closed = true;
    if (!wanted) next_to_work = tickets.size();  // drop what is left
  }
  work_waits.notify_all();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace mizan
