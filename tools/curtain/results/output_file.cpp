#include "tools/curtain/results/output_file.hpp"

#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <initializer_list>
#include <limits>
#include <new>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/standard_streams.hpp"

namespace curtain::tools {

namespace {

constexpr int kGzipLevel = 6;
constexpr int kZstdLevel = 3;
constexpr const char* kStandardOutput = "-";

/// Throws UsageError if the ending of the name belongs to other contents or to an unsupported compression.
void check_ending(const std::string& path, const std::string& option, OutputFile::Content content) {
  const auto ends_in = [&path](std::initializer_list<const char*> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&path](const char* ending) { return path.ends_with(ending); });
  };
  if (content == OutputFile::Content::figure && !ends_in({".svg", ".csv"})) {
    throw UsageError{"'" + path + "': a figure is written as SVG, or its points as CSV; for " + option +
                     ", write a name that ends in .svg or .csv"};
  }
  const bool is_page = content == OutputFile::Content::page;
  const bool is_unknown = ends_in({".zip", ".xz", ".bz2", ".lz4", ".7z", ".tgz", ".br"});
  if (is_page && (is_unknown || ends_in({".gz", ".zst"}))) {
    throw UsageError{"'" + path + "': a browser cannot open a compressed page; for " + option +
                     ", write a name that ends in .html"};
  }
  if (is_unknown) {
    throw UsageError{
        "'" + path + "' has the ending of an unsupported compression; for " + option +
        ", write a name that ends in .gz (gzip) or .zst (zstd), or the name of an uncompressed file"};
  }
  const bool is_other = ends_in({".json", ".jsonl", ".npy", ".npz", ".parquet", ".xlsx", ".yaml", ".yml"});
  if (is_page && (is_other || ends_in({".csv", ".pdf", ".svg", ".png"}))) {
    throw UsageError{"'" + path + "' would contain an HTML page; for " + option +
                     ", write a name that ends in .html"};
  }
  if (content == OutputFile::Content::csv && is_other) {
    throw UsageError{"'" + path + "' would contain CSV; for " + option +
                     ", write a name that ends in .csv, .csv.gz or .csv.zst"};
  }
}

}  // namespace

/// Writes data piece by piece to a file, with or without compression.
class OutputFile::Packer {
 public:
  /// The file exists already and is empty. Opening it with "wb" would truncate it, and ext4 starts to write
  /// the data of a truncated file to the disk when the file is closed (0.1 s for 500 MB).
  explicit Packer(const std::string& path)
      : path_(path),
        file_(path == kStandardOutput ? fdopen(dup(STDOUT_FILENO), "wb") : std::fopen(path.c_str(), "r+b")) {
    if (file_ == nullptr && path == kStandardOutput) {
      throw std::runtime_error("standard output could not be written: it is closed");
    }
    if (file_ == nullptr) {
      throw UsageError{"'" + path + "' cannot be created: " + std::generic_category().message(errno)};
    }
    std::setvbuf(file_, nullptr, _IONBF, 0);  // unbuffered, because the pieces are large
  }
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  virtual ~Packer() {
    if (file_ != nullptr) {
      std::fclose(file_);
    }
  }

  virtual void pack(std::string_view text) = 0;
  /// Writes the data that remain after the last piece.
  virtual void finish() {}

  void write_over_start(std::string_view text) {
    if (std::fseek(file_, 0, SEEK_SET) != 0) {
      fail();
    }
    put(text.data(), text.size());
  }

  void close() {
    std::FILE* const file = file_;
    file_ = nullptr;
    if (std::fclose(file) != 0) {
      fail();
    }
  }

 protected:
  void put(const void* bytes, std::size_t size) {
    if (std::fwrite(bytes, 1, size, file_) != size) {
      fail();
    }
  }

 private:
  [[noreturn]] void fail() const {
    if (path_ == kStandardOutput && errno == EPIPE) {
      throw ReaderGone{};
    }
    if (path_ == kStandardOutput) {
      throw std::runtime_error("standard output could not be written: " +
                               std::generic_category().message(errno));
    }
    throw std::runtime_error("'" + path_ +
                             "' could not be written completely: " + std::generic_category().message(errno));
  }

  std::string path_;
  std::FILE* file_;
};

class OutputFile::Plain : public Packer {
 public:
  using Packer::Packer;
  void pack(std::string_view text) override { put(text.data(), text.size()); }
};

class OutputFile::Gzip : public Packer {
 public:
  explicit Gzip(const std::string& path) : Packer(path), out_(kPiece) {
    constexpr int kGzipHeader = 16;
    constexpr int kUsualMemory = 8;
    if (deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, kGzipHeader + MAX_WBITS, kUsualMemory,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  ~Gzip() override { deflateEnd(&stream_); }

  void pack(std::string_view text) override { run(text, Z_NO_FLUSH); }
  void finish() override { run({}, Z_FINISH); }

 private:
  void run(std::string_view text, int flush) {
    static_assert(kPiece < std::numeric_limits<uInt>::max());
    stream_.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));  // zlib only reads
                                                                                         // this data
    stream_.avail_in = static_cast<uInt>(text.size());
    do {
      stream_.next_out = out_.data();
      stream_.avail_out = static_cast<uInt>(out_.size());
      deflate(&stream_, flush);
      put(out_.data(), out_.size() - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

  z_stream stream_{};
  std::vector<unsigned char> out_;
};

class OutputFile::Zstd : public Packer {
 public:
  explicit Zstd(const std::string& path) : Packer(path), stream_(ZSTD_createCCtx()), out_(kPiece) {
    if (stream_ == nullptr) {
      throw std::bad_alloc();
    }
    ZSTD_CCtx_setParameter(stream_.get(), ZSTD_c_compressionLevel, kZstdLevel);
    ZSTD_CCtx_setParameter(stream_.get(), ZSTD_c_checksumFlag, 1);
  }

  void pack(std::string_view text) override { run(text, ZSTD_e_continue); }
  void finish() override { run({}, ZSTD_e_end); }

 private:
  struct Free {
    void operator()(ZSTD_CCtx* stream) const { ZSTD_freeCCtx(stream); }
  };

  void run(std::string_view text, ZSTD_EndDirective end) {
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    for (bool is_done = false; !is_done;) {
      ZSTD_outBuffer out{out_.data(), out_.size(), 0};
      const std::size_t left = ZSTD_compressStream2(stream_.get(), &out, &in, end);
      if (ZSTD_isError(left) != 0) {
        throw std::runtime_error(std::string("zstd could not compress: ") + ZSTD_getErrorName(left));
      }
      put(out_.data(), out.pos);
      is_done = end == ZSTD_e_end ? left == 0 : in.pos == in.size;
    }
  }

  std::unique_ptr<ZSTD_CCtx, Free> stream_;
  std::vector<char> out_;
};

void OutputFile::check(const std::string& path, const std::string& option, Content content) {
  if (path == kStandardOutput) {
    return;
  }
  if (path.empty() || path.back() == '/') {
    throw UsageError{"'" + path + "' is not a file name"};
  }
  check_ending(path, option, content);
  ResultsFolder::check_free(path, option);  // the same check as for a results folder
}

OutputFile::OutputFile(std::string path, std::string option, Content content)
    : path_(std::move(path)), option_(std::move(option)), content_(content) {
  check(path_, option_, content_);
  if (path_ != kStandardOutput) {
    temporary_.emplace(path_, TemporaryPlace::Kind::file);
  }
  const std::string& place = temporary_ ? temporary_->place() : path_;
  if (path_.ends_with(".gz")) {
    packer_ = std::make_unique<Gzip>(place);
  } else if (path_.ends_with(".zst")) {
    packer_ = std::make_unique<Zstd>(place);
  } else {
    packer_ = std::make_unique<Plain>(place);
  }
  buffer_.reserve(kPiece);
}

OutputFile::~OutputFile() = default;

void OutputFile::pack() {
  packer_->pack(buffer_);
  buffer_.clear();
}

void OutputFile::write(std::string_view text) {
  written_ += text.size();
  while (!text.empty()) {
    if (buffer_.empty() && text.size() >= kPiece) {
      packer_->pack(text.substr(0, kPiece));
      text.remove_prefix(kPiece);
      continue;
    }
    const std::size_t some = std::min(text.size(), kPiece - buffer_.size());
    buffer_.append(text.substr(0, some));
    text.remove_prefix(some);
    if (buffer_.size() == kPiece) {
      pack();
    }
  }
}

void OutputFile::commit() {
  pack();
  packer_->finish();
  if (!head_.empty()) {
    packer_->write_over_start(head_);
  }
  packer_->close();
  if (temporary_) {
    check(path_, option_, content_);  // never overwrites a file that was created during the run
    temporary_->commit();
  }
}

void share_standard_output(const char* option, const std::string& path, bool json) {
  if (path != kStandardOutput) {
    return;
  }
  if (json) {
    throw UsageError{std::string("--json and ") + option +
                     " - both write to standard output; name a file for one of the two"};
  }
  print_on_standard_error();
}

}  // namespace curtain::tools
