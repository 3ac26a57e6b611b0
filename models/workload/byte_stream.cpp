#include "models/workload/byte_stream.hpp"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <new>
#include <string_view>
#include <system_error>

namespace curtain {
namespace {

constexpr std::size_t kReadAtOnce = std::size_t{1} << 17;
constexpr std::string_view kGzip = "\x1F\x8B";
constexpr std::string_view kZstd = "\x28\xB5\x2F\xFD";

/// The name of the unsupported kind of archive that begins with these bytes; empty for all other files.
std::string_view other_archive(std::string_view start) {
  struct Kind {
    std::string_view magic;
    std::string_view name;
  };
  static constexpr Kind kinds[] = {{"PK\x03\x04", "zip"},
                                   {"BZh", "bzip2"},
                                   {"\xFD"
                                    "7zXZ",
                                    "xz"},
                                   {"Rar!", "rar"},
                                   {"7z\xBC\xAF", "7z"}};
  for (const Kind& kind : kinds) {
    if (start.starts_with(kind.magic)) {
      return kind.name;
    }
  }
  return {};
}

}  // namespace

/// Decompresses from one buffer into another.
class ByteStream::Unpacker {
 public:
  struct Step {
    std::size_t used = 0;
    std::size_t made = 0;
    std::string damage;  ///< a description of the damage, or empty
  };

  explicit Unpacker(std::string_view name) : name_(name) {}
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  virtual ~Unpacker() = default;

  virtual Step step(const unsigned char* in, std::size_t in_size, char* out, std::size_t out_size) = 0;
  /// True if a complete file may end at the current position.
  [[nodiscard]] virtual bool is_whole() const = 0;
  [[nodiscard]] std::string_view name() const { return name_; }

 private:
  std::string_view name_;
};

class ByteStream::Gzip : public Unpacker {
 public:
  Gzip() : Unpacker("gzip") {
    constexpr int kGzipOnly = 16;
    if (inflateInit2(&stream_, kGzipOnly + MAX_WBITS) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  ~Gzip() override { inflateEnd(&stream_); }

  Step step(const unsigned char* in, std::size_t in_size, char* out, std::size_t out_size) override {
    Step step;
    if (is_between_ && in_size > 0) {
      while (step.used < in_size && in[step.used] == 0) {  // zero bytes at the end, which tapes add
        ++step.used;
      }
      if (step.used == in_size) {
        return step;
      }
      inflateReset(&stream_);
      is_between_ = false;
    }
    stream_.next_in = const_cast<unsigned char*>(in + step.used);  // zlib only reads these bytes
    stream_.avail_in = static_cast<uInt>(in_size - step.used);
    stream_.next_out = reinterpret_cast<unsigned char*>(out);
    stream_.avail_out = static_cast<uInt>(out_size);
    const int status = inflate(&stream_, Z_NO_FLUSH);
    step.used = in_size - stream_.avail_in;
    step.made = out_size - stream_.avail_out;
    is_between_ = status == Z_STREAM_END;
    if (status == Z_MEM_ERROR) {
      throw std::bad_alloc();
    }
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
      step.damage = stream_.msg == nullptr ? "it cannot be decompressed any further" : stream_.msg;
    }
    return step;
  }
  [[nodiscard]] bool is_whole() const override { return is_between_; }

 private:
  z_stream stream_{};
  bool is_between_ = false;  // whether a member has ended
};

class ByteStream::Zstd : public Unpacker {
 public:
  Zstd() : Unpacker("zstd"), stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) {
      throw std::bad_alloc();
    }
  }

  Step step(const unsigned char* in, std::size_t in_size, char* out, std::size_t out_size) override {
    ZSTD_inBuffer input{in, in_size, 0};
    ZSTD_outBuffer output{out, out_size, 0};
    Step step;
    if (in_size > 0 || !is_between_) {
      const std::size_t status = ZSTD_decompressStream(stream_.get(), &output, &input);
      is_between_ = status == 0;
      if (ZSTD_isError(status) != 0) {
        step.damage = ZSTD_getErrorName(status);
      }
    }
    step.used = input.pos;
    step.made = output.pos;
    return step;
  }
  [[nodiscard]] bool is_whole() const override { return is_between_; }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  std::unique_ptr<ZSTD_DStream, Free> stream_;
  bool is_between_ = false;  // whether a frame has ended
};

ByteStream::ByteStream(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw StreamError("this is a directory; expected a file");
  }
  file_.reset(std::fopen(path.c_str(), "rb"));
  if (file_ == nullptr) {
    throw StreamError(fmt::format("the file cannot be opened ({}); expected a readable file",
                                  std::generic_category().message(errno)));
  }
  std::setvbuf(file_.get(), nullptr, _IONBF, 0);  // this class has its own buffer
  buffer_ = std::make_unique<unsigned char[]>(kReadAtOnce);
  refill();
  const std::string_view start(reinterpret_cast<const char*>(buffer_.get()), size_);
  if (start.starts_with(kGzip)) {
    unpacker_ = std::make_unique<Gzip>();
  } else if (start.starts_with(kZstd)) {
    unpacker_ = std::make_unique<Zstd>();
  } else if (const std::string_view name = other_archive(start); !name.empty()) {
    throw StreamError(fmt::format(
        "the file is a {} archive; only text, gzip and zstd can be read, so unpack the archive first", name));
  }
}

ByteStream::~ByteStream() = default;

bool ByteStream::refill() {
  used_ += next_;
  next_ = 0;
  size_ = std::fread(buffer_.get(), 1, kReadAtOnce, file_.get());
  if (std::ferror(file_.get()) != 0) {
    throw StreamError("the rest of the file cannot be read; expected a readable file");
  }
  return size_ > 0;
}

std::size_t ByteStream::read(char* out, std::size_t size) {
  if (unpacker_ != nullptr) {
    return read_packed(out, size);
  }
  if (next_ < size_) {  // the bytes that were read to detect the kind of the file
    const std::size_t count = std::min(size, size_ - next_);
    std::memcpy(out, buffer_.get() + next_, count);
    next_ += count;
    return count;
  }
  const std::size_t count = std::fread(out, 1, size, file_.get());
  if (std::ferror(file_.get()) != 0) {
    throw StreamError("the rest of the file cannot be read; expected a readable file");
  }
  return count;
}

std::size_t ByteStream::read_packed(char* out, std::size_t size) {
  for (;;) {
    const bool is_at_end = next_ == size_ && !refill();
    const Unpacker::Step step = unpacker_->step(buffer_.get() + next_, size_ - next_, out, size);
    next_ += step.used;
    if (!step.damage.empty()) {
      throw StreamError(
          fmt::format("the {} data is damaged at byte {} of the file ({}); expected a complete file",
                      unpacker_->name(), used_ + next_, step.damage));
    }
    if (step.made > 0) {
      return step.made;
    }
    if (is_at_end) {
      if (!unpacker_->is_whole()) {
        throw StreamError(
            fmt::format("the {} data is cut off at byte {}, where the file ends; expected a complete file",
                        unpacker_->name(), used_ + next_));
      }
      return 0;
    }
  }
}

}  // namespace curtain
