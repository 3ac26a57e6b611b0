#pragma once
// The bytes of a log file. Reading is tolerant: a file with any content can be read to its end.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "models/workload/byte_stream.hpp"

namespace curtain {

/// Reads a log by lines, or byte by byte, and keeps the last bytes. Compressed files are decompressed; a
/// byte-order mark is skipped, and text in UTF-16 (as Windows' shells write it) becomes UTF-8. Memory does
/// not depend on the file. Throws StreamError in the same cases as ByteStream.
class LogBytes {
 public:
  /// The largest part of a line or a record that is kept: the longest event that CloudWatch Logs accepts is 1
  /// MiB (Amazon CloudWatch Logs User Guide, "CloudWatch Logs quotas").
  static constexpr std::size_t kLongest = std::size_t{1} << 20;

  explicit LogBytes(const std::string& path);
  ~LogBytes();

  /// True if no byte is left.
  bool at_end() { return next_ == size_ && !read_more(); }
  /// The next byte, and the byte after it; at_end() must be false.
  [[nodiscard]] char peek() const { return buffer_[next_]; }
  void advance() { line_ += buffer_[next_++] == '\n' ? 1 : 0; }
  /// At most `size` bytes from the current position (at most kLongest), without moving the position.
  std::string_view ahead(std::size_t size);

  /// The rest of this line without its line break (LF or CRLF); false at the end of the file. If the line is
  /// longer than kLongest, returns its beginning, and was_cut() is true. Valid until the next call of any
  /// function.
  bool line(std::string_view& text);
  [[nodiscard]] bool was_cut() const { return was_cut_; }
  void skip_line();

  /// Number of the line of the next byte, from 1.
  [[nodiscard]] std::uint64_t line_number() const { return line_; }
  /// Number of lines begun so far.
  [[nodiscard]] std::uint64_t lines() const { return line_ - (is_at_line_start() ? 1 : 0); }

  /// Two places that can be remembered.
  enum Mark : std::uint8_t { of_line, of_record };
  /// Remembers the place `before` bytes before the next one.
  void mark(Mark which, std::size_t before = 0) { marks_[which] = next_ - before; }
  /// The bytes read since then, at most the last kLongest bytes of them.
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
  std::string wide_;   // bytes of UTF-16 that are not converted yet
  unsigned high_ = 0;  // the first half of a pair, or 0
};

}  // namespace curtain
