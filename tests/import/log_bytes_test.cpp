#include "models/import/log_bytes.hpp"

#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/workload/packed_files.hpp"
#include "tests/workload/workload_support.hpp"

using curtain::LogBytes;
using support::TemporaryFolder;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  const TemporaryFolder folder;
  LogBytes bytes(folder.write("log", text));
  std::vector<std::string> lines;
  std::string_view line;
  while (bytes.line(line)) {
    lines.emplace_back(line);
    if (bytes.was_cut()) {
      bytes.skip_line();
    }
  }
  CHECK(bytes.lines() == lines.size());
  return lines;
}

/// Returns the UTF-16 form of a text in ASCII and one character beyond ASCII.
std::string wide(const std::string& text, bool is_little) {
  std::string out = is_little ? "\xFF\xFE" : "\xFE\xFF";
  const auto add = [&](unsigned unit) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += is_little ? std::string{low, high} : std::string{high, low};
  };
  for (const char character : text) {
    add(static_cast<unsigned char>(character));
  }
  add(0xD83D);  // the character U+1F600
  add(0xDE00);
  return out;
}

}  // namespace

TEST_CASE("Lines of a log may have any line ending and any bytes") {
  using Lines = std::vector<std::string>;
  CHECK(lines_of("") == Lines{});
  CHECK(lines_of("\n") == Lines{""});
  CHECK(lines_of("a\r\nb\n\nc") == Lines{"a", "b", "", "c"});
  CHECK(lines_of("\xEF\xBB\xBF"
                 "a\n") == Lines{"a"});
  CHECK(lines_of(std::string("a\0b\n", 4)) == Lines{std::string("a\0b", 3)});
  CHECK(lines_of(support::zstd_packed("a\nb")) == Lines{"a", "b"});
  for (const bool is_little : {true, false}) {
    CHECK(lines_of(wide("a\nb", is_little)) == Lines{"a", "b\xF0\x9F\x98\x80"});
  }
}

TEST_CASE("A line that is too long is truncated, and reading continues with the next line") {
  const auto lines =
      lines_of("x\n" + std::string(5 << 20, 'a') + "\nb\n" + std::string(LogBytes::kLongest, 'c') + "\n");
  REQUIRE(lines.size() == 4);
  CHECK(lines[1].size() == LogBytes::kLongest);
  CHECK(lines[2] == "b");
  CHECK(lines[3].size() == LogBytes::kLongest);
}

TEST_CASE("Marks keep a copy of the bytes that were read after them, up to a limit") {
  const TemporaryFolder folder;
  LogBytes bytes(folder.write("log", "one two" + std::string(3 << 20, '.') + "end"));
  bytes.advance();
  bytes.mark(LogBytes::of_line, 1);
  bytes.advance();
  bytes.mark(LogBytes::of_record);
  bytes.advance();
  CHECK(bytes.since(LogBytes::of_line) == "one");
  CHECK(bytes.since(LogBytes::of_record) == "e");
  CHECK(bytes.ahead(4) == " two");
  while (!bytes.at_end()) {
    bytes.advance();
  }
  CHECK(bytes.since(LogBytes::of_line).size() <= LogBytes::kLongest);
  CHECK(bytes.since(LogBytes::of_line).ends_with("...end"));
}

TEST_CASE("A truncated file is read up to its end") {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 200'000; ++i) {
    text += std::to_string(i * 7919LL % 1'000'003) + "\n";
  }
  const std::string packed = support::gzipped(text);
  LogBytes bytes(folder.write("log.gz", packed.substr(0, packed.size() / 2)));
  std::string_view line;
  std::size_t count = 0;
  CHECK_THROWS_AS(
      [&] {
        while (bytes.line(line)) {
          ++count;
        }
      }(),
      curtain::StreamError);
  CHECK(count > 10'000);
}
