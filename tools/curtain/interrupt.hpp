#pragma once
// SIGINT, SIGTERM and SIGHUP. The first signal asks the command to end; a step that does not check it in time
// is aborted.
#include <atomic>
#include <string>

namespace curtain::tools {

/// From now on the first SIGINT, SIGTERM or SIGHUP (unless it is ignored, as under nohup) sets the flag that
/// interrupted() returns. If the program still runs 0.8 s later, for example because it is sorting, drawing a
/// population or waiting for a pipe, its temporary files are removed and it ends with status 130. A second
/// signal ends it at once. Call it once, before any thread is started.
void catch_interrupts();

/// True once the program has been asked to end. A loop that may take longer than a second must check it.
[[nodiscard]] const std::atomic<bool>& interrupted();

/// The results up to the interrupt are about to be printed or written: from now on the program is not
/// aborted. Does nothing unless it is interrupted.
void keep_results();

/// The progress line is shown or removed: the code that ends the program early clears it.
void set_line_shown(bool is_shown);

/// A file or an empty folder that must be removed if the program is aborted, because it has a temporary name
/// or is incomplete. Among nested ones, register the folder first. Uses a few bytes until the program ends.
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
