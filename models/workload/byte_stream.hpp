#pragma once
// The bytes of a trace file, decompressed while reading.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace curtain {

/// An error in a file; the caller reports it with the file's name.
class StreamError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads a file from start to end. If its first bytes show that it is gzip (RFC 1952) or zstd (RFC 8878), it
/// is decompressed while reading, with all its members or frames; its name has no effect. Memory does not
/// depend on the file. Throws StreamError, with the position in the file, for a file that cannot be opened or
/// read, a directory, an unsupported kind of archive, and compressed data that are damaged or truncated.
class ByteStream {
 public:
  explicit ByteStream(const std::string& path);
  ~ByteStream();

  /// Reads at most `size` bytes, `size` > 0; 0 means the end.
  std::size_t read(char* out, std::size_t size);

 private:
  class Unpacker;
  class Gzip;
  class Zstd;
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::size_t read_packed(char* out, std::size_t size);
  /// Reads more of the file into the buffer, after the unused part; false at the end of the file.
  bool refill();

  std::unique_ptr<std::FILE, Close> file_;
  std::unique_ptr<Unpacker> unpacker_;  // none for plain text
  std::unique_ptr<unsigned char[]> buffer_;
  std::size_t next_ = 0;    // start of the unused bytes
  std::size_t size_ = 0;    // end of the bytes that were read
  std::uint64_t used_ = 0;  // position of the buffer's first byte in the file
};

}  // namespace curtain
