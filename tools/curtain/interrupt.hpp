#pragma once
// Handles SIGINT, SIGTERM and SIGHUP. The first signal requests the command to end. A step that does not
// check for this request in time is aborted.
#include <atomic>
#include <string>

namespace curtain::tools {

/// Installs the signal handlers. The first SIGINT, SIGTERM or SIGHUP sets the flag that interrupted()
/// returns; SIGHUP has no effect if it is ignored, as under nohup. If the program still runs 0.8 s later, for
/// example because it is sorting, drawing a population or waiting for a pipe, its temporary files are removed
/// and it ends with status 130. A second signal ends the program immediately. Call this function once, before
/// any thread is started.
void catch_interrupts();

/// True after a signal has requested the program to end. A loop that may take longer than a second must check
/// this flag.
[[nodiscard]] const std::atomic<bool>& interrupted();

/// After an interrupt, called when the results so far are about to be printed or written. From then on the
/// program is not aborted. Does nothing if there was no interrupt.
void keep_results();

/// Records whether a progress line is shown, which must be cleared if the program is aborted.
void set_line_shown(bool is_shown);

/// A file or an empty folder that must be removed if the program is aborted, because it has a temporary name
/// or is incomplete. A folder must be registered before the files in it. A registration uses a few bytes
/// until the program ends.
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
