// The least that a server of httplib does: the yardstick of desk_bench.mjs.
#include <httplib.h>

#include <cstdio>

int main() {
  httplib::Server server;
  server.Get("/", [](const httplib::Request&, httplib::Response& response) { response.set_content("hello\n", "text/plain"); });
  server.set_keep_alive_max_count(100000);
  server.set_tcp_nodelay(true);  // otherwise each answer waits for an acknowledgement that the other side puts off
  const int port = server.bind_to_any_port("127.0.0.1");
  std::printf("http://127.0.0.1:%d/\n", port);
  std::fflush(stdout);
  server.listen_after_bind();
}
