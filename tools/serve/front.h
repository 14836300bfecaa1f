// The front of the web server: takes connections, collects whole requests, hands them to a few workers and writes the answers out.
//
// Slow clients cost memory, never a thread: one thread waits for all sockets (epoll), a request reaches a worker only when its last byte is there, and an
// answer is written as fast as its reader takes it. Everything has an end: requests have a size and a deadline, connections a number and a time to be idle.
// cpp-httplib reads the request's head and writes the answer's; it never sees a socket.
//
// What a client may not do: bodies without a length (411), two lengths (400), heads of over 16 KiB (431), bodies of over 1 MiB (413), taking more than 10 s for
// a head or 30 s for a request (408). More connections than there is room for are told so (503).
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "pipeline/result.h"

namespace httplib {
struct Request;
struct Response;
}  // namespace httplib

namespace mizan::tools {

struct FrontLimits {
  std::size_t head = 16 * 1024;
  std::size_t body = 1024 * 1024;
  std::size_t connections = 2048;  // fewer where the system allows fewer files
  std::size_t waiting = 2048;      // whole requests that no worker has taken yet
  std::chrono::milliseconds for_head{10'000}, for_request{30'000}, idle{15'000}, for_answer{300'000}, for_stopping{10'000};
  unsigned workers = 4;
};

// Answers one request; `body` is whole. Called by several threads at once; `worker` says which (0 to workers - 1).
using Handler = std::function<void(const httplib::Request& request, const std::string& body, unsigned worker, httplib::Response& response)>;

class Front {
 public:
  Front(FrontLimits limits, Handler handler);
  ~Front();
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;

  // Takes a port of an address ("127.0.0.1", "::1", "0.0.0.0"); port 0: any free one. Codes serve.address (it cannot be had), serve.busy (somebody has it).
  Status listen(const std::string& address, int port);
  int port() const;
  // Serves until stop(); then answers what was begun, for up to for_stopping.
  void run();
  // From any thread, and from a signal handler.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mizan::tools
