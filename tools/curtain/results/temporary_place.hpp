#pragma once
// The temporary path under which a file or folder is written until it is complete.
#include <cstdint>
#include <optional>
#include <string>

#include "tools/curtain/interrupt.hpp"

namespace curtain::tools {

/// A file or folder beside `path` with a name of its own, "PATH.writing-PID", that becomes `path` by commit()
/// and is removed without it. A lock (flock) is held on it for the lifetime of this object. A file that a
/// killed run has left for the same `path` has no lock, and the next run that writes there removes it. Files
/// of live runs are kept.
class TemporaryPlace {
 public:
  enum class Kind : std::uint8_t { file, folder };

  /// Makes missing folders above it, too. Throws UsageError if it cannot be made.
  TemporaryPlace(std::string path, Kind kind);
  TemporaryPlace(const TemporaryPlace&) = delete;
  TemporaryPlace& operator=(const TemporaryPlace&) = delete;
  ~TemporaryPlace();

  /// Where it is now.
  [[nodiscard]] const std::string& place() const { return place_; }
  /// Renames it to `path`. Throws std::runtime_error where that cannot be.
  void commit();

 private:
  bool make(Kind kind);

  std::string path_;
  std::string place_;
  int lock_ = -1;                  // a descriptor of it
  std::optional<Temporary> goes_;  // if the program is cut short
  bool is_committed_ = false;
};

}  // namespace curtain::tools
