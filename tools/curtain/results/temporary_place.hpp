#pragma once
// The temporary path under which a file or folder is written until it is complete.
#include <cstdint>
#include <optional>
#include <string>

#include "tools/curtain/interrupt.hpp"

namespace curtain::tools {

/// A file or folder next to `path` with a unique name, "PATH.writing-PID", which commit() renames to `path`,
/// and which is removed otherwise. It is locked (flock) for the lifetime of this object. If a run was killed,
/// its file has no lock, and the next run that writes to the same `path` removes it. Files of live runs are
/// kept.
class TemporaryPlace {
 public:
  enum class Kind : std::uint8_t { file, folder };

  /// Also creates missing parent folders. Throws UsageError if it cannot be created.
  TemporaryPlace(std::string path, Kind kind);
  TemporaryPlace(const TemporaryPlace&) = delete;
  TemporaryPlace& operator=(const TemporaryPlace&) = delete;
  ~TemporaryPlace();

  /// Its current path.
  [[nodiscard]] const std::string& place() const { return place_; }
  /// Renames it to `path`. Throws std::runtime_error if that is impossible.
  void commit();

 private:
  bool make(Kind kind);

  std::string path_;
  std::string place_;
  int lock_ = -1;                  // descriptor of the locked file
  std::optional<Temporary> goes_;  // removed if the program is aborted
  bool is_committed_ = false;
};

}  // namespace curtain::tools
