#include "pipeline/pipeline.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace mizan {
namespace {

ArticleResult result_of(const ReadItem& item, const ArticleFunction& work) {
  if (const auto* document = std::get_if<Document>(&item)) return work(*document);
  return {};
}

// Tickets in input order: the reader fills them, any worker takes the next unread one, the sink empties them from the front.
struct Ticket {
  PipelineItem item;
  bool ready = false;
  std::size_t bytes = 0;
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
      ticket.item.out = result_of(ticket.item.in, work);
      lock.lock();
      ticket.ready = true;
      if (&ticket == &tickets.front()) sink_waits.notify_one();
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < jobs; ++i) threads.emplace_back(worker);

  const std::size_t window = std::max<std::size_t>(options.window, 1) * jobs;
  bool more = true, wanted = true;
  std::size_t bytes = 0;  // in flight; this thread's alone
  while (wanted) {
    std::size_t in_flight = 0;
    {
      std::lock_guard lock(mutex);
      in_flight = tickets.size();
    }
    const auto full = [&](std::size_t tickets_now) { return tickets_now >= window || (tickets_now > 0 && bytes >= options.bytes); };
    // Where the reader is going to wait, what is in flight goes out first, however long the next article takes to come.
    const bool drain = more && options.idle && !full(in_flight) && reader.waits();
    if (drain && in_flight == 0) options.idle();
    if (more && !full(in_flight) && !(drain && in_flight > 0)) {
      ReadItem item;
      more = reader.next(item);  // outside the lock: workers go on meanwhile
      if (more) {
        const std::size_t size = bytes_of(item);
        bytes += size;
        {
          std::lock_guard lock(mutex);
          tickets.push_back({{std::move(item), {}}, false, size});
        }
        work_waits.notify_one();
      }
    }
    std::unique_lock lock(mutex);
    if (!more && tickets.empty()) break;
    if (!more || (drain && in_flight > 0) || full(tickets.size())) sink_waits.wait(lock, [&] { return !tickets.empty() && tickets.front().ready; });
    while (wanted && !tickets.empty() && tickets.front().ready) {
      PipelineItem item = std::move(tickets.front().item);
      bytes -= tickets.front().bytes;
      tickets.pop_front();
      --next_to_work;
      lock.unlock();
      wanted = sink(std::move(item));
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
