#pragma once
// Reads a results folder. A folder that has been changed is refused.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/json_tree.hpp"

namespace curtain::tools {

/// The command that wrote a results folder: curtain run, run --replications or compare.
enum class ResultsKind : std::uint8_t { run, replications, comparison };

/// A results folder whose manifest and files are complete and unchanged. Files that the manifest does not
/// list are ignored. Members of the manifest that this version does not know are also ignored.
class ResultsReader {
 public:
  /// Checks the manifest, and the size and checksum of every file. Throws UsageError with the file, the error
  /// and what to do, if the path is not a results folder, if an older version wrote the folder without
  /// checksums, if its format is newer, or if the manifest or a file was truncated, edited or removed.
  explicit ResultsReader(std::string path);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] ResultsKind kind() const { return kind_; }
  /// The version of the program that wrote the folder.
  [[nodiscard]] const std::string& version() const { return version_; }
  /// The root object of manifest.json.
  [[nodiscard]] JsonView manifest() const { return tree_.root(); }
  /// The names of the files, in alphabetical order.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  /// The contents of a file that the manifest lists. Throws UsageError if the file has changed since the
  /// check.
  [[nodiscard]] std::string read(std::string_view name) const;

 private:
  struct File {
    std::string name;
    std::uint64_t bytes = 0;
    std::string sha256;
    bool is_checked = true;  ///< false: the file differs between machines, so the manifest has no checksum
  };

  [[noreturn]] void refuse_manifest(const std::string& why) const;
  [[nodiscard]] std::string place(std::string_view name) const { return path_ + "/" + std::string(name); }
  [[nodiscard]] const File* find(std::string_view name) const;
  void read_manifest();
  void read_format();
  void read_files();
  [[nodiscard]] File file_of(JsonView entry) const;
  /// Compares a file with the manifest. If `kept` is given, it receives the contents.
  void check(const File& file, std::string* kept) const;

  std::string path_;
  JsonTree tree_;
  ResultsKind kind_ = ResultsKind::run;
  std::string version_;
  std::vector<File> files_;
};

}  // namespace curtain::tools
