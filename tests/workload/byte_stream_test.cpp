#include "models/workload/byte_stream.hpp"

#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/workload/packed_files.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::gzipped;
using support::TemporaryFolder;
using support::zstd_packed;

namespace {

std::string read_all(const std::string& path, std::size_t at_once = 1000) {
  ByteStream stream(path);
  std::string text;
  std::string some(at_once, '\0');
  while (const std::size_t count = stream.read(some.data(), some.size())) {
    text.append(some, 0, count);
  }
  return text;
}

/// Lines that compress badly, and that are much longer than the buffer even when compressed.
std::string long_text() {
  sim::Draw draw(sim::DrawKey(1, 0, 0), 0, 0);
  std::string text;
  while (text.size() < 1'000'000) {
    text += std::to_string(draw.below(1'000'000'000)) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("decompressed bytes equal the original bytes") {
  const TemporaryFolder folder;
  const std::string text = GENERATE(as<std::string>{}, "", "x", "one\ntwo\n", long_text());
  for (const std::string& packed : {text, gzipped(text), zstd_packed(text)}) {
    const std::string path = folder.write("file", packed);
    CHECK(read_all(path) == text);
    CHECK(read_all(path, 1'000'003) == text);
  }
  CHECK(gzipped(long_text()).size() > 400'000);  // this is several times the size of the buffer
  CHECK(zstd_packed(long_text()).size() > 400'000);
}

TEST_CASE("several members or frames are one text") {
  const TemporaryFolder folder;
  const std::string text = long_text();
  CHECK(read_all(folder.write("a", gzipped("one\n") + gzipped(text) + gzipped("") + gzipped("end"))) ==
        "one\n" + text + "end");
  CHECK(read_all(folder.write("b", zstd_packed("one\n") + zstd_packed(text) + zstd_packed("end"))) ==
        "one\n" + text + "end");
  CHECK(read_all(folder.write("c", gzipped("padded\n") + std::string(1000, '\0'))) == "padded\n");
}

TEST_CASE("a stream truncated at any position is reported with the byte") {
  const TemporaryFolder folder;
  for (const auto& [name, packed] : {std::pair<std::string, std::string>{"gzip", gzipped("some text\n")},
                                     {"zstd", zstd_packed("some text\n")}}) {
    for (std::size_t size = 4; size < packed.size(); ++size) {
      const std::string path = folder.write("cut", packed.substr(0, size));
      CHECK(error_of<StreamError>([&] { read_all(path); }) ==
            "the " + name + " data is cut off at byte " + std::to_string(size) +
                ", where the file ends; expected a complete file");
    }
  }
}

TEST_CASE("a damaged stream is reported with the byte and the library's reason") {
  const TemporaryFolder folder;
  std::string gzip = gzipped("some text\n");
  gzip[gzip.size() - 8] = static_cast<char>(gzip[gzip.size() - 8] ^ 1);  // this is a byte of the checksum
  CHECK(error_of<StreamError>([&] { read_all(folder.write("a", gzip)); }) ==
        "the gzip data is damaged at byte " + std::to_string(gzip.size() - 4) +
            " of the file (incorrect data check); expected a complete file");
  std::string zstd = zstd_packed("some text\n");
  zstd.back() = static_cast<char>(zstd.back() ^ 1);
  const std::string told = error_of<StreamError>([&] { read_all(folder.write("b", zstd)); });
  CHECK_THAT(told, ContainsSubstring("the zstd data is damaged at byte "));
  CHECK_THAT(told, ContainsSubstring("checksum"));
  CHECK_THAT(error_of<StreamError>([&] { read_all(folder.write("c", gzipped("x") + "more")); }),
             ContainsSubstring("the gzip data is damaged at byte "));
}

TEST_CASE("other archives, and paths that are not files, are refused") {
  const TemporaryFolder folder;
  const auto told = [&folder](const std::string& start) {
    return error_of<StreamError>([&] { read_all(folder.write("file", start)); });
  };
  CHECK(told("PK\x03\x04") ==
        "the file is a zip archive; only text, gzip and zstd can be read, so unpack the archive first");
  CHECK_THAT(told("Rar!\x1A\x07"), ContainsSubstring("a rar archive"));
  CHECK_THAT(told("BZh91AY"), ContainsSubstring("a bzip2 archive"));
  CHECK_THAT(told("\xFD"
                  "7zXZ"),
             ContainsSubstring("a xz archive"));
  CHECK_THAT(told("7z\xBC\xAF\x27\x1C"), ContainsSubstring("a 7z archive"));
  CHECK(error_of<StreamError>([&] { read_all(folder.path(".")); }) == "this is a directory; expected a file");
  CHECK(error_of<StreamError>([&] { read_all(folder.path("none")); }) ==
        "the file cannot be opened (No such file or directory); expected a readable file");
}
