#pragma once
// The temporary path of a file or folder while it is being written.
#include <cstdint>
#include <optional>
#include <string>

#include "tools/curtain/interrupt.hpp"

namespace curtain::tools {

/// A file or folder next to `path` with the unique name "PATH.writing-PID". commit() renames it to `path`;
/// otherwise it is removed. It is locked (flock) during the lifetime of this object. The file of a run that
/// was killed has no lock, and the next run that writes to the same `path` removes this file. Files of live
/// runs are kept.
class TemporaryPlace {
 public:
  enum class Kind : std::uint8_t { file, folder };

  /// Creates the file or folder, and missing parent folders. Throws UsageError if it cannot be created.
  TemporaryPlace(std::string path, Kind kind);
  TemporaryPlace(const TemporaryPlace&) = delete;
  TemporaryPlace& operator=(const TemporaryPlace&) = delete;
  ~TemporaryPlace();

  /// The current path.
  [[nodiscard]] const std::string& place() const { return place_; }
  /// Renames the file or folder to `path`. Throws std::runtime_error if renaming fails.
  void commit();

 private:
  bool make(Kind kind);

  std::string path_;
  std::string place_;
  int lock_ = -1;                  // descriptor of the locked file
  std::optional<Temporary> goes_;  // removes the file or folder if the program is aborted
  bool is_committed_ = false;
};

}  // namespace curtain::tools
