#pragma once
// SIGINT and SIGTERM. The first one asks the command to end; a step that does not check it in time is cut
// short.
#include <atomic>
#include <string>

namespace curtain::tools {

/// From now on the first SIGINT or SIGTERM sets the flag that interrupted() returns. If the program still
/// runs 0.8 s later, temporary files are removed and the program ends with status 130, whatever it is doing:
/// sorting, drawing a population, waiting for a pipe. A second signal ends it at once. Call it once, before
/// any thread is started.
void catch_interrupts();

/// True once the program has been asked to end. A loop that may take longer than a second must check it.
[[nodiscard]] const std::atomic<bool>& interrupted();

/// What was measured until the interrupt is about to be printed or written: the program is no longer cut
/// short. Does nothing unless it is interrupted.
void keep_results();

/// The progress line is on the terminal, or is there no more: the code that ends the program early removes
/// it.
void set_line_shown(bool is_shown);

/// A file or an empty folder that must not stay if the program is cut short: it has a temporary name, or is
/// not whole. Of nested ones, the folder is to be named first. Takes a few bytes until the program ends.
class Temporary {
 public:
  explicit Temporary(const std::string& path);
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary();

  struct Entry;

 private:
  Entry* entry_;
};

}  // namespace curtain::tools
