#include "tools/serve/front.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <httplib.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace mizan::tools {
namespace {

using Clock = std::chrono::steady_clock;

// What httplib reads a request from and writes an answer to: memory.
class Memory final : public httplib::Stream {
 public:
  Memory(std::string_view in, std::string& out) : in_(in), out_(out) {}
  bool is_readable() const override { return !in_.empty(); }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    const std::size_t n = std::min(size, in_.size());
    std::memcpy(to, in_.data(), n);
    in_.remove_prefix(n);
    return static_cast<ssize_t>(n);
  }
  ssize_t write(const char* from, std::size_t size) override {
    out_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override { get_remote_ip_and_port(ip, port); }
  socket_t socket() const override { return INVALID_SOCKET; }

 private:
  std::string_view in_;
  std::string& out_;
};

// httplib's reading of heads and writing of answers, without its sockets and threads.
class Speaker final : public httplib::Server {
 public:
  explicit Speaker(tools::Handler handler) {
    // Before routing, so that no pattern is matched and no body is read: the front has it.
    set_pre_routing_handler([handler = std::move(handler)](const httplib::Request& request, httplib::Response& response) {
      handler(request, *body_, worker_, response);
      return HandlerResponse::Handled;
    });
    set_keep_alive_max_count(1000);
    set_keep_alive_timeout(15);
  }
  // The answer's bytes; `close`: the connection ends with it.
  std::string answer(const std::string& head, const std::string& body, unsigned worker, bool stopping, bool& close) {
    std::string out;
    body_ = &body;
    worker_ = worker;
    Memory memory(head, out);
    bool closed = false;
    const bool fine = process_request(memory, stopping, closed, nullptr);
    close = stopping || closed || !fine;
    return out;
  }

 private:
  static thread_local const std::string* body_;
  static thread_local unsigned worker_;
};
thread_local const std::string* Speaker::body_ = nullptr;
thread_local unsigned Speaker::worker_ = 0;

std::string plain_answer(int status, const char* reason, const char* text) {
  return fmt::format("HTTP/1.1 {} {}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{}", status, reason,
                     std::strlen(text), status == 503 ? "Retry-After: 1\r\n" : "", text);
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

// What the front has to know of a head. `problem`: an answer that ends it.
struct Framing {
  std::size_t length = 0;  // of the body
  bool asks_to_go_on = false;
  std::string problem;
};

// Headers that the front answers for get another first letter: httplib would compress, cut ranges and send "100 Continue" by itself.
Framing framing_of(std::string& head, std::size_t body_limit) {
  Framing out;
  bool has_length = false;
  std::size_t line = head.find("\r\n");
  while (line != std::string::npos && line + 2 < head.size()) {
    const std::size_t begin = line + 2, end = head.find("\r\n", begin);
    if (end == std::string::npos || end == begin) break;
    const std::string_view text = std::string_view(head).substr(begin, end - begin);
    const std::size_t colon = text.find(':');
    line = end;
    if (colon == std::string_view::npos || colon == 0 || text[0] == ' ' || text[0] == '\t') {
      out.problem = plain_answer(400, "Bad Request", "a header line is malformed\n");
      return out;
    }
    const std::string_view name = text.substr(0, colon);
    std::string_view value = text.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
    if (same_name(name, "transfer-encoding")) {
      out.problem = plain_answer(411, "Length Required", "a body needs its Content-Length\n");
      return out;
    }
    if (same_name(name, "content-length")) {
      const bool digits = !value.empty() && value.size() < 12 && std::all_of(value.begin(), value.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
      if (has_length || !digits) {
        out.problem = value.size() >= 12 && !has_length ? plain_answer(413, "Payload Too Large", "the body is too large\n")
                                                        : plain_answer(400, "Bad Request", "Content-Length makes no sense\n");
        return out;
      }
      has_length = true;
      out.length = std::stoul(std::string(value));
      if (out.length > body_limit) {
        out.problem = plain_answer(413, "Payload Too Large", "the body is too large\n");
        return out;
      }
    }
    if (same_name(name, "expect")) out.asks_to_go_on = true;
    if (same_name(name, "expect") || same_name(name, "range") || same_name(name, "accept-encoding")) head[begin] = 'X';
  }
  return out;
}

struct Connection {
  int fd = -1;
  std::uint64_t number = 0;
  enum class State : std::uint8_t { kReading, kWorking, kWriting } state = State::kReading;
  std::string in, head, body, out;
  std::size_t sent = 0;
  std::size_t wants = 0;  // bytes of the body; valid once there is a head
  bool told_to_go_on = false;
  bool close = false;  // once `out` is written
  bool ended = false;  // the client sends no more
  Clock::time_point deadline, whole;
};

struct Job {
  std::uint64_t connection;
  std::string head, body;
};
struct Reply {
  std::uint64_t connection;
  std::string bytes;
  bool close;
};

}  // namespace

struct Front::Parts {
  FrontLimits limits;
  Speaker speaker;
  int listener = -1, poll = -1, wake = -1, port = 0;
  std::atomic<bool> stopping{false};
  std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections;
  std::uint64_t next_number = 2;  // 0 is the listener, 1 the wake-up
  std::mutex mutex;
  std::condition_variable work;
  std::deque<Job> jobs;
  std::vector<Reply> replies;
  bool done = false;
  std::vector<std::thread> workers;

  Parts(FrontLimits l, Handler handler) : limits(l), speaker(std::move(handler)) {}

  void watch(const Connection& c, std::uint32_t events, int operation) const {
    epoll_event event{};
    event.events = events;
    event.data.u64 = c.number;
    ::epoll_ctl(poll, operation, c.fd, &event);
  }

  void drop(std::uint64_t number) {
    const auto found = connections.find(number);
    if (found == connections.end()) return;
    ::close(found->second->fd);
    connections.erase(found);
  }

  void work_on(unsigned worker) {
    for (;;) {
      Job job;
      {
        std::unique_lock lock(mutex);
        work.wait(lock, [&] { return done || !jobs.empty(); });
        if (jobs.empty()) return;
        job = std::move(jobs.front());
        jobs.pop_front();
      }
      Reply reply{job.connection, {}, false};
      reply.bytes = speaker.answer(job.head, job.body, worker, stopping, reply.close);
      {
        std::lock_guard lock(mutex);
        replies.push_back(std::move(reply));
      }
      wake_up();
    }
  }

  void wake_up() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake, &one, sizeof one);
  }

  void accept_all() {
    for (;;) {
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd < 0) return;
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      if (connections.size() >= limits.connections) {
        const std::string no = plain_answer(503, "Service Unavailable", "too many connections\n");
        [[maybe_unused]] const ssize_t sent = ::send(fd, no.data(), no.size(), MSG_NOSIGNAL);
        ::close(fd);
        continue;
      }
      auto c = std::make_unique<Connection>();
      c->fd = fd;
      c->number = next_number++;
      c->deadline = c->whole = Clock::now() + limits.for_head;
      watch(*c, EPOLLIN, EPOLL_CTL_ADD);
      connections.emplace(c->number, std::move(c));
    }
  }

  // Looks for a whole request in what came in; true where the connection is to be dropped.
  bool take_request(Connection& c) {
    if (c.state != Connection::State::kReading) return false;
    if (c.head.empty()) {
      // Blank lines before a request are allowed.
      while (c.in.starts_with("\r\n")) c.in.erase(0, 2);
      const std::size_t end = c.in.find("\r\n\r\n");
      if (end == std::string::npos) {
        if (c.in.size() > limits.head)
          return begin_answer(c, plain_answer(431, "Request Header Fields Too Large", "the head of the request is too large\n"), true);
        return c.ended;
      }
      if (end > limits.head) return begin_answer(c, plain_answer(431, "Request Header Fields Too Large", "the head of the request is too large\n"), true);
      c.head = c.in.substr(0, end + 4);
      c.in.erase(0, end + 4);
      Framing framing = framing_of(c.head, limits.body);
      if (!framing.problem.empty()) return begin_answer(c, std::move(framing.problem), true);
      c.wants = framing.length;
      c.deadline = c.whole;
      if (framing.asks_to_go_on && c.in.size() < c.wants && !c.told_to_go_on) {
        c.told_to_go_on = true;
        constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
        if (::send(c.fd, kGoOn.data(), kGoOn.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(kGoOn.size())) return true;
      }
    }
    if (c.in.size() < c.wants) return c.ended;
    Job job{c.number, std::move(c.head), c.in.substr(0, c.wants)};
    c.in.erase(0, c.wants);
    c.head.clear();
    c.state = Connection::State::kWorking;
    watch(c, 0, EPOLL_CTL_MOD);
    {
      std::lock_guard lock(mutex);
      if (jobs.size() < limits.waiting) {
        jobs.push_back(std::move(job));
        work.notify_one();
        return false;
      }
    }
    return begin_answer(c, plain_answer(503, "Service Unavailable", "too many requests at once\n"), true);
  }

  // True where the connection is to be dropped.
  bool begin_answer(Connection& c, std::string bytes, bool close) {
    c.state = Connection::State::kWriting;
    c.out = std::move(bytes);
    c.sent = 0;
    c.close = close;
    c.deadline = Clock::now() + limits.for_request;  // whoever takes nothing for so long is gone
    c.whole = Clock::now() + limits.for_answer;
    return write_on(c);
  }

  bool write_on(Connection& c) {
    while (c.sent < c.out.size()) {
      const ssize_t n = ::send(c.fd, c.out.data() + c.sent, c.out.size() - c.sent, MSG_NOSIGNAL);
      if (n > 0) {
        c.sent += static_cast<std::size_t>(n);
        c.deadline = std::min(Clock::now() + limits.for_request, c.whole);
        continue;
      }
      if (n < 0 && errno == EINTR) continue;
      if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        watch(c, EPOLLOUT, EPOLL_CTL_MOD);
        return false;
      }
      return true;
    }
    if (c.close || stopping) {
      // The last bytes must not be lost to a reset because the client's own are unread: take what has come, then close.
      ::shutdown(c.fd, SHUT_WR);
      char rest[4096];
      for (int i = 0; i < 64 && ::recv(c.fd, rest, sizeof rest, MSG_DONTWAIT) > 0; ++i) {
      }
      return true;
    }
    std::string().swap(c.out);
    c.sent = 0;
    c.state = Connection::State::kReading;
    c.told_to_go_on = false;
    c.deadline = Clock::now() + limits.idle;
    c.whole = c.deadline;
    watch(c, EPOLLIN, EPOLL_CTL_MOD);
    return take_request(c);
  }

  bool read_on(Connection& c) {
    char buffer[16 * 1024];
    for (;;) {
      const ssize_t n = ::recv(c.fd, buffer, sizeof buffer, 0);
      if (n > 0) {
        // The clock of a request starts with its first byte.
        if (c.in.empty() && c.head.empty()) {
          c.deadline = Clock::now() + limits.for_head;
          c.whole = Clock::now() + limits.for_request;
        }
        c.in.append(buffer, static_cast<std::size_t>(n));
        if (c.in.size() > limits.head + limits.body + sizeof buffer) return true;
        if (static_cast<std::size_t>(n) < sizeof buffer) break;
        continue;
      }
      if (n == 0) {
        c.ended = true;
        break;
      }
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) break;
      return true;
    }
    return take_request(c);
  }

  void end_what_is_late() {
    const Clock::time_point now = Clock::now();
    std::vector<std::uint64_t> late;
    for (const auto& [number, c] : connections) {
      if (c->deadline <= now && c->state != Connection::State::kWorking) late.push_back(number);
    }
    for (std::uint64_t number : late) {
      Connection& c = *connections.at(number);
      const bool midway = c.state == Connection::State::kReading && (!c.in.empty() || !c.head.empty());
      if (midway && !begin_answer(c, plain_answer(408, "Request Timeout", "the request took too long to arrive\n"), true)) continue;
      drop(number);
    }
  }

  void loop() {
    std::vector<epoll_event> events(256);
    Clock::time_point last_look = Clock::now(), stop_by{};
    bool listening = true;
    for (;;) {
      if (stopping && listening) {
        listening = false;
        ::epoll_ctl(poll, EPOLL_CTL_DEL, listener, nullptr);
        ::close(listener);
        listener = -1;
        stop_by = Clock::now() + limits.for_stopping;
        std::vector<std::uint64_t> idle;
        for (const auto& [number, c] : connections) {
          if (c->state == Connection::State::kReading && c->in.empty() && c->head.empty()) idle.push_back(number);
        }
        for (std::uint64_t number : idle) drop(number);
      }
      if (stopping && (connections.empty() || Clock::now() > stop_by)) return;
      const int n = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 250);
      for (int i = 0; i < n; ++i) {
        const std::uint64_t number = events[static_cast<std::size_t>(i)].data.u64;
        const std::uint32_t what = events[static_cast<std::size_t>(i)].events;
        if (number == 0) {
          if (listening) accept_all();
          continue;
        }
        if (number == 1) {
          std::uint64_t count = 0;
          [[maybe_unused]] const ssize_t taken = ::read(wake, &count, sizeof count);
          continue;
        }
        const auto found = connections.find(number);
        if (found == connections.end()) continue;
        Connection& c = *found->second;
        bool gone = false;
        if (c.state == Connection::State::kWorking) {
          gone = (what & (EPOLLERR | EPOLLHUP)) != 0;  // nobody waits for the answer
        } else if (c.state == Connection::State::kWriting) {
          gone = (what & EPOLLERR) != 0 || write_on(c);
        } else {
          gone = (what & EPOLLERR) != 0 || read_on(c);
        }
        if (gone) drop(number);
      }
      std::vector<Reply> ready;
      {
        std::lock_guard lock(mutex);
        ready.swap(replies);
      }
      for (Reply& reply : ready) {
        const auto found = connections.find(reply.connection);
        if (found == connections.end()) continue;
        if (begin_answer(*found->second, std::move(reply.bytes), reply.close || found->second->ended)) drop(reply.connection);
      }
      if (Clock::now() - last_look > std::chrono::milliseconds(200)) {
        last_look = Clock::now();
        end_what_is_late();
      }
    }
  }
};

Front::Front(FrontLimits limits, Handler handler) : parts_(std::make_unique<Parts>(limits, std::move(handler))) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
    const rlim_t wanted = std::min<rlim_t>(files.rlim_max, limits.connections + 128);
    if (files.rlim_cur < wanted) {
      files.rlim_cur = wanted;
      ::setrlimit(RLIMIT_NOFILE, &files);
      ::getrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur < limits.connections + 128) parts_->limits.connections = files.rlim_cur > 192 ? files.rlim_cur - 128 : 64;
  }
  parts_->poll = ::epoll_create1(EPOLL_CLOEXEC);
  parts_->wake = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = 1;
  ::epoll_ctl(parts_->poll, EPOLL_CTL_ADD, parts_->wake, &event);
}

Front::~Front() {
  {
    std::lock_guard lock(parts_->mutex);
    parts_->done = true;
    parts_->jobs.clear();
  }
  parts_->work.notify_all();
  for (std::thread& worker : parts_->workers) worker.join();
  for (const auto& [number, c] : parts_->connections) ::close(c->fd);
  for (int fd : {parts_->listener, parts_->poll, parts_->wake}) {
    if (fd >= 0) ::close(fd);
  }
}

Status Front::listen(const std::string& address, int port) {
  auto problem = [&](const char* code, int error) {
    Diagnostic d;
    d.code = code;
    d.message = fmt::format("cannot listen on {} port {}: {}", address, port, std::strerror(error));
    d.remedy = error == EADDRINUSE ? "another program has this port: choose another --port" : "--bind takes an address of this machine, as 127.0.0.1 or ::1";
    return d;
  };
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return problem("serve.address", EADDRNOTAVAIL);
  const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int error = fd < 0 ? errno : 0;
  if (fd >= 0) {
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(fd, found->ai_addr, found->ai_addrlen) != 0 || ::listen(fd, 1024) != 0) error = errno;
  }
  ::freeaddrinfo(found);
  if (error != 0) {
    if (fd >= 0) ::close(fd);
    return problem(error == EADDRINUSE ? "serve.busy" : "serve.address", error);
  }
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size);
  parts_->port = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
  parts_->listener = fd;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = 0;
  ::epoll_ctl(parts_->poll, EPOLL_CTL_ADD, fd, &event);
  return Done{};
}

int Front::port() const {
  return parts_->port;
}

void Front::run() {
  for (unsigned i = 0; i < parts_->limits.workers; ++i) parts_->workers.emplace_back([this, i] { parts_->work_on(i); });
  parts_->loop();
}

void Front::stop() {
  parts_->stopping = true;
  parts_->wake_up();
}

}  // namespace mizan::tools
