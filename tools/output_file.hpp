#pragma once
// A file that is written piece by piece: packed as its name says, under a temporary name until it is whole.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tools/interrupt.hpp"

namespace curtain::tools {

/// A file under way. What is written goes to a temporary file beside it; commit() gives it its name. Without
/// commit() nothing stays. A name that ends in `.gz` is packed with gzip (RFC 1952), one in `.zst` with zstd
/// (RFC 8878). Memory does not depend on what is written.
class OutputFile {
 public:
  /// Makes missing folders above it, too. Throws UsageError if `path` is there already or cannot be made.
  explicit OutputFile(std::string path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  /// Throws std::runtime_error if the bytes cannot be written (a full disk), as does commit().
  void write(std::string_view text);
  void commit();

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Bytes of text so far, before they are packed.
  [[nodiscard]] std::uint64_t written() const { return written_; }

  /// Says before long work what the constructor would say after it.
  static void check(const std::string& path);

 private:
  class Packer;
  class Plain;
  class Gzip;
  class Zstd;

  void pack();

  std::string path_;
  std::string temporary_;
  std::optional<Temporary> goes_;  // if the program is cut short
  std::unique_ptr<Packer> packer_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  bool committed_ = false;
};

}  // namespace curtain::tools
