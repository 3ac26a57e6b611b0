#include "models/import/log_bytes.hpp"

#include <algorithm>
#include <cstring>

namespace curtain {
namespace {

constexpr std::size_t kReadAtOnce = std::size_t{1} << 18;
constexpr std::size_t kBufferSize = 2 * LogBytes::kLongest + kReadAtOnce;
constexpr std::size_t kMostOfCodePoint = 4;  // maximum length of a character in UTF-8, in bytes
constexpr unsigned kUnknown = 0xFFFD;        // replaces half of a surrogate pair

void append(char*& out, unsigned code) {
  if (code < 0x80) {
    *out++ = static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr unsigned leads[] = {0, 0xC0, 0xE0, 0xF0};
  *out++ = static_cast<char>(leads[more] | (code >> (6 * more)));
  for (int i = more - 1; i >= 0; --i) {
    *out++ = static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F));
  }
}

}  // namespace

LogBytes::LogBytes(const std::string& path) : stream_(path), buffer_(std::make_unique<char[]>(kBufferSize)) {
  read_more();
  const std::string_view start(buffer_.get(), size_);
  if (start.starts_with("\xEF\xBB\xBF")) {
    next_ = 3;
  } else if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    width_ = start[0] == '\xFF' ? Width::little_endian : Width::big_endian;
    wide_ = start.substr(2);
    size_ = 0;
    at_end_ = false;
  }
  marks_[of_line] = marks_[of_record] = next_;
}

LogBytes::~LogBytes() = default;

std::size_t LogBytes::read(char* out, std::size_t size) {
  return width_ == Width::bytes ? stream_.read(out, size) : read_wide(out, size);
}

std::size_t LogBytes::read_wide(char* out, std::size_t size) {
  char* at = out;
  while (at == out) {
    if (wide_.size() < 2) {
      const std::size_t kept = wide_.size();
      wide_.resize(size / kMostOfCodePoint);
      const std::size_t more = stream_.read(wide_.data() + kept, wide_.size() - kept);
      wide_.resize(kept + more);
      if (more == 0) {
        return 0;  // a single byte at the end is not a character
      }
    }
    const std::size_t used = std::min(wide_.size() / 2, size / kMostOfCodePoint) * 2;
    for (std::size_t i = 0; i < used; i += 2) {
      const unsigned first = static_cast<unsigned char>(wide_[i]);
      const unsigned second = static_cast<unsigned char>(wide_[i + 1]);
      const unsigned unit = width_ == Width::little_endian ? first | (second << 8) : second | (first << 8);
      if (high_ != 0 && unit >= 0xDC00 && unit < 0xE000) {
        append(at, 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
        high_ = 0;
      } else if (unit >= 0xD800 && unit < 0xDC00) {
        high_ = unit;
      } else {
        append(at, unit >= 0xDC00 && unit < 0xE000 ? kUnknown : unit);
        high_ = 0;
      }
    }
    wide_.erase(0, used);
  }
  return static_cast<std::size_t>(at - out);
}

bool LogBytes::read_more() {
  if (at_end_) {
    return false;
  }
  if (size_ + kReadAtOnce > kBufferSize) {
    const std::size_t from = next_ > kLongest ? next_ - kLongest : 0;
    if (from > 0) {
      has_ended_line_ = buffer_[from - 1] == '\n';
      std::memmove(buffer_.get(), buffer_.get() + from, size_ - from);
      next_ -= from;
      size_ -= from;
      for (std::size_t& mark : marks_) {
        mark = mark > from ? mark - from : 0;
      }
    }
  }
  const std::size_t count = read(buffer_.get() + size_, std::min(kReadAtOnce, kBufferSize - size_));
  at_end_ = count == 0;
  size_ += count;
  return !at_end_;
}

std::string_view LogBytes::ahead(std::size_t size) {
  while (size_ - next_ < size && read_more()) {
  }
  return {buffer_.get() + next_, std::min(size, size_ - next_)};
}

bool LogBytes::line(std::string_view& text) {
  was_cut_ = false;
  if (at_end()) {
    return false;
  }
  std::size_t searched = 0;
  const void* found = nullptr;
  while ((found = std::memchr(buffer_.get() + next_ + searched, '\n', size_ - next_ - searched)) == nullptr) {
    searched = size_ - next_;
    if (searched > kLongest || !read_more()) {
      break;
    }
  }
  const std::size_t length =
      found == nullptr ? size_ - next_
                       : static_cast<std::size_t>(static_cast<const char*>(found) - (buffer_.get() + next_));
  if (length > kLongest) {
    was_cut_ = true;
    text = {buffer_.get() + next_, kLongest};
    return true;  // the caller must call skip_line()
  }
  text = {buffer_.get() + next_, length};
  next_ += length + (found == nullptr ? 0 : 1);
  line_ += found == nullptr ? 0 : 1;
  if (!text.empty() && text.back() == '\r') {
    text.remove_suffix(1);
  }
  return true;
}

void LogBytes::skip_line() {
  while (!at_end()) {
    const void* const found = std::memchr(buffer_.get() + next_, '\n', size_ - next_);
    if (found != nullptr) {
      next_ = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.get()) + 1;
      ++line_;
      return;
    }
    next_ = size_;
  }
}

std::string_view LogBytes::since(Mark which) const {
  const std::size_t from = next_ - std::min(next_ - marks_[which], kLongest);
  return {buffer_.get() + from, next_ - from};
}

}  // namespace curtain
