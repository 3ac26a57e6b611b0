#pragma once
// Reads the bytes of a log file. A file with any content can be read to its end.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "models/workload/byte_stream.hpp"

namespace curtain {

/// Reads a log by lines or byte by byte, and keeps the last bytes. Compressed files are decompressed. A
/// byte-order mark is skipped, and UTF-16, which shells on Windows write, is converted to UTF-8. The memory
/// does not depend on the size of the file. Throws StreamError in the same cases as ByteStream.
class LogBytes {
 public:
  /// The maximum size of a line or record in memory. The longest event that CloudWatch Logs accepts is 1 MiB
  /// (Amazon CloudWatch Logs User Guide, "CloudWatch Logs quotas").
  static constexpr std::size_t kLongest = std::size_t{1} << 20;

  explicit LogBytes(const std::string& path);
  ~LogBytes();

  /// True if there are no more bytes.
  bool at_end() { return next_ == size_ && !read_more(); }
  /// The next byte. advance() moves to the byte after it. at_end() must be false.
  [[nodiscard]] char peek() const { return buffer_[next_]; }
  void advance() { line_ += buffer_[next_++] == '\n' ? 1 : 0; }
  /// At most `size` bytes (at most kLongest) from the current position, which does not change.
  std::string_view ahead(std::size_t size);

  /// Reads the rest of this line without its line break (LF or CRLF). Returns false at the end of the file.
  /// If the line is longer than kLongest, `text` is its beginning, and was_cut() is true. `text` is valid
  /// until the next call of any function.
  bool line(std::string_view& text);
  [[nodiscard]] bool was_cut() const { return was_cut_; }
  void skip_line();

  /// The number of the line that contains the next byte, from 1.
  [[nodiscard]] std::uint64_t line_number() const { return line_; }
  /// The number of lines that have begun so far.
  [[nodiscard]] std::uint64_t lines() const { return line_ - (is_at_line_start() ? 1 : 0); }

  /// Positions that can be stored: one of a line and one of a record.
  enum Mark : std::uint8_t { of_line, of_record };
  /// Stores the position `before` bytes before the next byte.
  void mark(Mark which, std::size_t before = 0) { marks_[which] = next_ - before; }
  /// The bytes that were read since the stored position, at most the last kLongest bytes.
  [[nodiscard]] std::string_view since(Mark which) const;

 private:
  bool read_more();
  std::size_t read(char* out, std::size_t size);
  std::size_t read_wide(char* out, std::size_t size);
  [[nodiscard]] bool is_at_line_start() const {
    return next_ == 0 ? has_ended_line_ : buffer_[next_ - 1] == '\n';
  }

  enum class Width : std::uint8_t { bytes, little_endian, big_endian };

  ByteStream stream_;
  std::unique_ptr<char[]> buffer_;
  std::size_t next_ = 0;
  std::size_t size_ = 0;
  std::size_t marks_[2] = {0, 0};
  std::uint64_t line_ = 1;
  bool has_ended_line_ = true;
  bool was_cut_ = false;
  bool at_end_ = false;
  Width width_ = Width::bytes;
  std::string wide_;   // bytes of UTF-16 that are not yet converted
  unsigned high_ = 0;  // the first half of a surrogate pair, or 0
};

}  // namespace curtain
