#include "tools/curtain/results/results_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "models/import/json_stream.hpp"
#include "models/workload/printable.hpp"
#include "sim/sha256.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/version.hpp"

namespace curtain::tools {
namespace {

namespace fs = std::filesystem;
using Kind = JsonView::Kind;

constexpr const char* kManifest = "manifest.json";
constexpr const char* kMakers = "curtain run --out or curtain compare --out";
constexpr const char* kAgain = "copy the folder again, or create it again with the same command";
/// A larger file cannot be a manifest, because a manifest lists only some thousand files and inputs.
constexpr std::uintmax_t kLargestManifest = std::uintmax_t{1} << 26;

/// The value if it is a whole number of at least 0; nothing for any other value.
std::optional<std::uint64_t> whole(JsonView value) {
  const std::string_view digits = value.is(Kind::number) ? value.text() : std::string_view();
  std::uint64_t number = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_whole =
      !digits.empty() && result.ec == std::errc() && result.ptr == digits.data() + digits.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

bool is_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

ResultsReader::ResultsReader(std::string path) : path_(std::move(path)) {
  while (path_.size() > 1 && path_.back() == '/') {
    path_.pop_back();
  }
  read_manifest();
  read_format();
  read_files();
  for (const File& file : files_) {
    check(file, nullptr);
  }
}

void ResultsReader::refuse_manifest(const std::string& why) const {
  throw UsageError{
      fmt::format("'{}' {}, so it was truncated or edited; {}", printable(place(kManifest)), why, kAgain)};
}

void ResultsReader::read_manifest() {
  const std::string shown = printable(path_);
  std::error_code error;
  if (!fs::is_directory(path_, error)) {
    throw UsageError{fmt::format("'{}' {}; name a folder that {} wrote", shown,
                                 fs::exists(path_, error) ? "is not a folder" : "does not exist", kMakers)};
  }
  if (!fs::is_regular_file(place(kManifest), error)) {
    throw UsageError{
        fmt::format("'{}' is not a results folder, because it has no {}; name a folder that {} wrote", shown,
                    kManifest, kMakers)};
  }
  if (fs::file_size(place(kManifest), error) > kLargestManifest) {
    refuse_manifest("is larger than 64 MiB");
  }
  std::ifstream file(place(kManifest), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) {
    throw UsageError{fmt::format("'{}' cannot be read", printable(place(kManifest)))};
  }
  if (const std::string wrong = parse_json(text, tree_); !wrong.empty()) {
    refuse_manifest("is not a JSON document (" + wrong + ")");
  }
}

void ResultsReader::read_format() {
  const JsonView root = manifest();
  if (!root.is(Kind::object) || !root["curtain"].is(Kind::string)) {
    refuse_manifest("does not contain the version of curtain that wrote it");
  }
  version_ = printable(root["curtain"].text());
  const std::optional<std::uint64_t> format = whole(root["format"]);
  if (!root["format"]) {
    throw UsageError{fmt::format(
        "'{}' was written by curtain {}, before results had checksums; create it again with this version, {}",
        printable(path_), version_, kVersion)};
  }
  if (!format || *format == 0) {
    refuse_manifest("has a `format` that is not a whole number");
  }
  if (*format > kResultsFormat) {
    throw UsageError{
        fmt::format("'{}' has format {}, written by curtain {}, but this version, {}, reads only formats up "
                    "to {}; use a newer version",
                    printable(path_), *format, version_, kVersion, kResultsFormat)};
  }
  const std::string_view kind = root["kind"].text();
  if (kind != "run" && kind != "replications" && kind != "comparison") {
    refuse_manifest("has a `kind` that is not run, replications or comparison");
  }
  kind_ = kind == "run"            ? ResultsKind::run
          : kind == "replications" ? ResultsKind::replications
                                   : ResultsKind::comparison;
}

ResultsReader::File ResultsReader::file_of(JsonView entry) const {
  File file;
  file.name = entry["name"].text();
  const bool is_name = !file.name.empty() && file.name != "." && file.name != ".." &&
                       file.name.find('/') == std::string::npos && is_printable(file.name);
  if (!is_name) {
    refuse_manifest(fmt::format("lists a file '{}', which is not the name of a file in the folder",
                                printable(file.name)));
  }
  if (entry["bytes"].is(Kind::null) && entry["sha256"].is(Kind::null)) {
    file.is_checked = false;
    return file;
  }
  const std::optional<std::uint64_t> bytes = whole(entry["bytes"]);
  file.sha256 = entry["sha256"].text();
  if (!bytes || !is_digest(file.sha256)) {
    refuse_manifest(fmt::format("has no valid size and checksum for '{}'", file.name));
  }
  file.bytes = *bytes;
  return file;
}

void ResultsReader::read_files() {
  const JsonView list = manifest()["files"];
  if (!list.is(Kind::array) || !list.first()) {
    refuse_manifest("has no list `files`");
  }
  for (JsonView entry = list.first(); entry; entry = entry.next()) {
    File file = file_of(entry);
    if (has(file.name)) {
      refuse_manifest(fmt::format("lists '{}' twice", file.name));
    }
    files_.push_back(std::move(file));
  }
  std::sort(files_.begin(), files_.end(), [](const File& a, const File& b) { return a.name < b.name; });
}

const ResultsReader::File* ResultsReader::find(std::string_view name) const {
  const auto found =
      std::find_if(files_.begin(), files_.end(), [name](const File& file) { return file.name == name; });
  return found == files_.end() ? nullptr : &*found;
}

void ResultsReader::check(const File& file, std::string* kept) const {
  const std::string path = place(file.name);
  const std::string shown = printable(path);
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    throw UsageError{fmt::format("'{}' is missing, but {} lists it; {}", shown, kManifest, kAgain)};
  }
  std::ifstream stream(path, std::ios::binary);
  sim::Sha256 hash;
  std::uint64_t bytes = 0;
  std::string piece(std::size_t{1} << 20, '\0');
  while (stream) {
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const std::string_view some(piece.data(), static_cast<std::size_t>(stream.gcount()));
    bytes += some.size();
    if (file.is_checked) {
      hash.add(some);
    }
    if (kept != nullptr) {
      kept->append(some);
    }
  }
  if (!stream.eof()) {
    throw UsageError{fmt::format("'{}' cannot be read", shown)};
  }
  if (file.is_checked && bytes != file.bytes) {
    throw UsageError{fmt::format("'{}' has {} bytes, but {} lists {} bytes, so it was {}; {}", shown, bytes,
                                 kManifest, file.bytes, bytes < file.bytes ? "truncated or edited" : "edited",
                                 kAgain)};
  }
  if (file.is_checked && hash.digest() != file.sha256) {
    throw UsageError{fmt::format(
        "'{}' has the SHA-256 {}.., which differs from the SHA-256 in {}, {}.., so it was edited; {}", shown,
        hash.digest().substr(0, 12), kManifest, file.sha256.substr(0, 12), kAgain)};
  }
}

std::vector<std::string> ResultsReader::names() const {
  std::vector<std::string> names;
  for (const File& file : files_) {
    names.push_back(file.name);
  }
  return names;
}

std::string ResultsReader::read(std::string_view name) const {
  std::string text;
  check(*find(name), &text);
  return text;
}

}  // namespace curtain::tools
