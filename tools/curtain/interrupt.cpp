#include "tools/curtain/interrupt.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <string_view>

#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {

/// Entries are never freed, so a signal handler may read the list at any time.
struct Temporary::Entry {
  std::string path;
  std::atomic<bool> is_there{true};
  Entry* next = nullptr;
};

namespace {

constexpr long kPatienceUs = 800'000;  // less than a second, so that some time is left for the exit

std::atomic<bool> is_interrupted{false};
std::atomic<bool> keeps_results{false};
std::atomic<bool> line_is_shown{false};
std::atomic<Temporary::Entry*> temporaries{nullptr};

void print_raw(std::string_view text) {
  if (write(STDERR_FILENO, text.data(), text.size()) < 0) {
    return;  // the output has no reader; the program ends in any case
  }
}

extern "C" void on_interrupt(int signal) {
  std::signal(signal, SIG_DFL);  // a second signal ends the program immediately
  if (is_interrupted.exchange(true)) {
    return;
  }
  const itimerval once{{0, 0}, {0, kPatienceUs}};
  setitimer(ITIMER_REAL, &once, nullptr);
}

/// Calls only functions that are async-signal-safe.
extern "C" void on_patience_over(int) {
  if (keeps_results.load()) {
    return;
  }
  // The newest entry comes first, so the files in a folder are removed before the folder.
  for (const Temporary::Entry* entry = temporaries.load(); entry != nullptr; entry = entry->next) {
    if (entry->is_there.load() && unlink(entry->path.c_str()) != 0) {
      rmdir(entry->path.c_str());
    }
  }
  print_raw(line_is_shown.load() ? "\r\x1b[Kcurtain: interrupted\n" : "curtain: interrupted\n");
  _exit(kInterrupted);
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGALRM, on_patience_over);
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  sigprocmask(SIG_UNBLOCK, &alarm, nullptr);
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  if (std::signal(SIGHUP, on_interrupt) == SIG_IGN) {  // SIGHUP is ignored under nohup
    std::signal(SIGHUP, SIG_IGN);
  }
}

const std::atomic<bool>& interrupted() {
  return is_interrupted;
}

void keep_results() {
  keeps_results.store(is_interrupted.load());
}

void set_line_shown(bool is_shown) {
  line_is_shown.store(is_shown);
}

Temporary::Temporary(const std::string& path) : entry_(new Entry{path}) {
  entry_->next = temporaries.load();
  while (!temporaries.compare_exchange_weak(entry_->next, entry_)) {
  }
}

Temporary::~Temporary() {
  entry_->is_there.store(false);
}

}  // namespace curtain::tools
