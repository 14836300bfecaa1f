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

ArticleResult result_of(const ReadItem& item, const CrewFunction& work, Crew& crew) {
  if (const auto* document = std::get_if<Document>(&item)) return work(*document, crew);
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

// Work that a thread shares with whom has none. All but the calls themselves under the driver's mutex.
struct Task {
  const Crew::Work* work = nullptr;
  std::size_t count = 0;
  std::size_t next = 0;     // the first that nobody has begun
  std::size_t settled = 0;  // those before it are done, and so is what had to follow
  std::size_t ahead = 0;    // how many may be begun before that
  std::vector<bool> done;
  unsigned helping = 0;  // threads other than its own that are at one
  bool stopped = false;
  std::condition_variable changed;

  bool has_work() const { return !stopped && next < std::min(count, settled + ahead); }
};

// A worker's crew: the other workers, as far as they wait for articles.
class Workers final : public Crew {
 public:
  Workers(std::mutex& mutex, std::condition_variable& work_waits, std::vector<Task*>& tasks, std::size_t ahead)
      : mutex_(mutex), work_waits_(work_waits), tasks_(tasks), ahead_(ahead) {}

  bool in_order(std::size_t count, const Work& work, const Then& then) override {
    if (count < 2) return Alone().in_order(count, work, then);
    Task task;
    task.work = &work;
    task.count = count;
    task.ahead = ahead_;
    task.done.assign(count, false);
    std::unique_lock lock(mutex_);
    tasks_.push_back(&task);
    work_waits_.notify_all();
    while (!task.stopped && task.settled < count) {
      if (task.done[task.settled]) {
        lock.unlock();
        const bool wanted = then(task.settled);
        lock.lock();
        ++task.settled;
        task.stopped = !wanted;
        if (task.has_work()) work_waits_.notify_one();
      } else if (task.has_work()) {
        do_next(task, lock);
      } else {
        task.changed.wait(lock, [&] { return task.done[task.settled]; });  // who has begun it never waits for anybody
      }
    }
    std::erase(tasks_, &task);
    task.changed.wait(lock, [&] { return task.helping == 0; });
    return !task.stopped;
  }

  // Does a piece of somebody's task; false where there is none.
  static bool help(const std::vector<Task*>& tasks, std::unique_lock<std::mutex>& lock) {
    const auto open = std::find_if(tasks.begin(), tasks.end(), [](const Task* task) { return task->has_work(); });
    if (open == tasks.end()) return false;
    Task& task = **open;
    ++task.helping;
    do_next(task, lock);
    --task.helping;
    task.changed.notify_one();
    return true;
  }

 private:
  static void do_next(Task& task, std::unique_lock<std::mutex>& lock) {
    const std::size_t i = task.next++;
    lock.unlock();
    (*task.work)(i);
    lock.lock();
    task.done[i] = true;
  }

  std::mutex& mutex_;
  std::condition_variable& work_waits_;
  std::vector<Task*>& tasks_;
  const std::size_t ahead_;
};

std::size_t bytes_of(const ReadItem& item) {
  const auto* document = std::get_if<Document>(&item);
  return document == nullptr ? 0 : document->text.size() + document->title.size();
}

}  // namespace

void run_pipeline(DocumentReader& reader, const PipelineOptions& options, const ArticleFunction& work, const FactSink& sink) {
  run_pipeline(reader, options, CrewFunction([&work](const Document& document, Crew&) { return work(document); }), sink);
}

void run_pipeline(DocumentReader& reader, const PipelineOptions& options, const CrewFunction& work, const FactSink& sink) {
  const unsigned jobs = options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  if (jobs == 1) {
    PipelineItem item;
    Alone alone;
    for (;;) {
      if (options.idle && reader.waits()) options.idle();
      if (!reader.next(item.in)) return;
      item.out = result_of(item.in, work, alone);
      if (!sink(std::move(item))) return;
      item = {};
    }
  }

  std::mutex mutex;
  std::condition_variable work_waits, sink_waits;
  std::deque<Ticket> tickets;    // front is the next for the sink; references stay valid under push_back and pop_front
  std::size_t next_to_work = 0;  // index into tickets
  std::vector<Task*> tasks;      // shared by those at work, the oldest first
  bool closed = false;

  auto worker = [&] {
    // Of one article as many pieces as keep everybody busy.
    Workers crew(mutex, work_waits, tasks, std::size_t{2} * jobs + 2);
    std::unique_lock lock(mutex);
    for (;;) {
      // What has begun is ended first: it is what the sink waits for.
      if (Workers::help(tasks, lock)) continue;
      if (next_to_work >= tickets.size()) {
        if (closed) return;
        work_waits.wait(lock);
        continue;
      }
      Ticket& ticket = tickets[next_to_work++];
      lock.unlock();
      for (PipelineItem& item : ticket.items) item.out = result_of(item.in, work, crew);
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
