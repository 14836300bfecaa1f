// mizan serve: the desk in a browser, and its API.

#include <fmt/format.h>

#include <csignal>
#include <thread>

#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/serve/desk.h"
#include "tools/serve/front.h"

namespace mizan::tools {
namespace {

Front* running = nullptr;

void stop_serving(int) {
  if (running != nullptr) running->stop();
}

class Serve final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    auto usage = [](std::string message, std::string remedy) { return Diagnostic{"usage", std::move(message), std::move(remedy), {}, 0, 0}; };
    if (Status db = check_db(settings); !db) return db;
    if (!settings.operands.empty()) return usage(fmt::format("serve takes no \"{}\"", settings.operands[0]), "mizan serve --db facts.db");
    if (settings.port > 65535) return usage(fmt::format("--port: {} is no port", settings.port), "0 to 65535");
    if (!is_loopback(settings.bind) && settings.tokens.empty()) {
      return usage(fmt::format("--bind {}: others can reach this address, so people need tokens", settings.bind),
                   "--tokens FILE, a line a person: NAME ROLE TOKEN");
    }
    return Done{};
  }

  Exit run() override {
    Log log(settings_);
    DeskOptions options;
    options.db = settings_.db;
    options.allow_review = settings_.allow_review;
    options.loopback = is_loopback(settings_.bind);
    if (!options.loopback) options.names.push_back(settings_.bind);
    if (!settings_.host_name.empty()) options.names.push_back(settings_.host_name);
    if (!settings_.tokens.empty()) {
      Result<Tokens> tokens = Tokens::load(settings_.tokens);
      if (!tokens) {
        log.error(tokens.error());
        return Exit::kConfiguration;
      }
      options.tokens = std::move(*tokens);
    }
    auto lexicons = Lexicons::load({settings_.lexicons});
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    FrontLimits limits;
    limits.workers = std::clamp(settings_.jobs == 0 ? std::thread::hardware_concurrency() : settings_.jobs, 2U, 8U);
    options.workers = limits.workers;
    auto desk = Desk::open(options, *lexicons);
    if (!desk) return failed(desk.error(), log);
    Front front(limits, [&](const httplib::Request& request, const std::string& body, unsigned worker, httplib::Response& response) {
      (*desk)->answer(request, body, worker, response);
    });
    if (Status listening = front.listen(settings_.bind, static_cast<int>(settings_.port)); !listening) {
      log.error(listening.error());
      return Exit::kNothing;
    }
    running = &front;
    struct sigaction stop {};
    stop.sa_handler = stop_serving;
    ::sigaction(SIGINT, &stop, nullptr);
    ::sigaction(SIGTERM, &stop, nullptr);
    Output out;
    Status said = out.open(settings_.output, settings_.to);
    if (said && !settings_.quiet) {
      const bool six = settings_.bind.find(':') != std::string::npos;
      out.write(fmt::format("http://{}{}{}:{}/ {}\n", six ? "[" : "", settings_.bind, six ? "]" : "", front.port(),
                            settings_.allow_review ? "(decisions are allowed)" : "(read only; --allow-review takes decisions)"));
      said = out.finish();
    }
    if (!said) {
      log.error(said.error());
      return Exit::kNothing;
    }
    front.run();
    running = nullptr;
    return Exit::kDone;
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Command> make_serve() {
  return std::make_unique<Serve>();
}

}  // namespace mizan::tools
