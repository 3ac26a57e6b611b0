#pragma once
// The bytes of a trace file, which is decompressed while it is read.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace curtain {

/// An error in a file. The caller adds the name of the file to the message.
class StreamError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads a file from its start to its end. If the first bytes show that the file is gzip (RFC 1952) or zstd
/// (RFC 8878), it is decompressed during reading, with all its members or frames. The name of the file has no
/// effect. The memory does not depend on the size of the file. Throws StreamError with the position in the
/// file if the file cannot be opened or read, is a directory or an unsupported kind of archive, or has
/// damaged or truncated compressed data.
class ByteStream {
 public:
  explicit ByteStream(const std::string& path);
  ~ByteStream();

  /// Reads at most `size` bytes, which must be more than 0. Returns the number of bytes; 0 means the end.
  std::size_t read(char* out, std::size_t size);

 private:
  class Unpacker;
  class Gzip;
  class Zstd;
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::size_t read_packed(char* out, std::size_t size);
  /// Reads more of the file into the buffer, after the unused part. Returns false at the end of the file.
  bool refill();

  std::unique_ptr<std::FILE, Close> file_;
  std::unique_ptr<Unpacker> unpacker_;  // absent for plain text
  std::unique_ptr<unsigned char[]> buffer_;
  std::size_t next_ = 0;    // start of the unused bytes in the buffer
  std::size_t size_ = 0;    // end of the bytes in the buffer
  std::uint64_t used_ = 0;  // position of the first byte of the buffer in the file
};

}  // namespace curtain
