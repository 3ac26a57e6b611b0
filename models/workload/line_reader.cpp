#include "models/workload/line_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace curtain {
namespace {

constexpr std::size_t kLineReadAtOnce = std::size_t{1} << 18;  // fits into the second-level cache
constexpr std::size_t kBufferSize = LineReader::kLongestLine + kLineReadAtOnce;
constexpr std::size_t kLongestQuote = 60;

bool is_blank(char character) {
  return character == ' ' || character == '\t';
}

}  // namespace

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char character : text.substr(0, kLongestQuote)) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x20 || byte == 0x7F) {
      result += fmt::format("\\x{:02X}", byte);
    } else {
      result += character;
    }
  }
  return result + (text.size() > kLongestQuote ? "...\"" : "\"");
}

template <class Action>
auto LineReader::telling(Action action) const {
  try {
    return action();
  } catch (const StreamError& error) {
    fail_at(std::max(line_number_, std::uint64_t{1}), 1, error.what());
  }
}

LineReader::LineReader(const std::string& path) : path_(path) {
  stream_ = telling([&path] { return std::make_unique<ByteStream>(path); });
  buffer_ = std::make_unique<char[]>(kBufferSize + 1);
  read_more();
  const std::string_view start(buffer_.get(), size_);
  if (start.starts_with("\xEF\xBB\xBF")) {
    next_ = 3;
  }
  if (next_ == size_) {
    fail_at(1, 1, "the file is empty; expected a line with column names");
  }
}

void LineReader::fail_at(std::uint64_t line, std::size_t column, const std::string& what) const {
  throw TraceError(fmt::format("{}:{}:{}: {}", path_, line, column, what));
}

bool LineReader::read_more() {
  if (at_end_) {
    return false;
  }
  const std::size_t kept = size_ - next_;
  std::memmove(buffer_.get(), buffer_.get() + next_, kept);
  const bool zero_kept = zero_byte_ < size_;
  const std::size_t read = telling(
      [&] { return stream_->read(buffer_.get() + kept, std::min(kLineReadAtOnce, kBufferSize - kept)); });
  at_end_ = read == 0;
  const void* const zero = std::memchr(buffer_.get() + kept, '\0', read);
  if (zero_kept) {
    zero_byte_ -= next_;
  } else {
    zero_byte_ = zero == nullptr ? kept + read
                                 : static_cast<std::size_t>(static_cast<const char*>(zero) - buffer_.get());
  }
  next_ = 0;
  size_ = kept + read;
  buffer_[size_] = '\n';  // ends a last line that has no line break, and stops parsers
  return !at_end_;
}

bool LineReader::next(std::string_view& line) {
  std::size_t length = 0;
  do {
    ++line_number_;
    std::size_t searched = 0;
    const void* found = nullptr;
    while ((found = std::memchr(buffer_.get() + next_ + searched, '\n', size_ - next_ - searched)) ==
           nullptr) {
      searched = size_ - next_;
      if (searched > kLongestLine || !read_more()) {
        break;
      }
    }
    if (found == nullptr && next_ == size_) {
      --line_number_;
      return false;
    }
    const char* const start = buffer_.get() + next_;
    length =
        found == nullptr ? size_ - next_ : static_cast<std::size_t>(static_cast<const char*>(found) - start);
    if (length > kLongestLine) [[unlikely]] {
      fail(1, fmt::format("the line is longer than {} bytes, which is the limit", kLongestLine));
    }
    if (zero_byte_ < next_ + length) [[unlikely]] {
      fail(zero_byte_ - next_ + 1, "found a zero byte; expected a text file in ASCII or UTF-8");
    }
    next_ += length + (found == nullptr ? 0 : 1);
    if (length > 0 && start[length - 1] == '\r') {
      --length;
    }
    line = std::string_view(start, length);
  } while (line.empty() || (is_blank(line.front()) && std::all_of(line.begin(), line.end(), is_blank)));
  return true;
}

}  // namespace curtain
