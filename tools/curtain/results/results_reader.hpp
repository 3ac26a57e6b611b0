#pragma once
// Reads a results folder, and accepts it only as it was written.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/json_tree.hpp"

namespace curtain::tools {

/// What command wrote a folder: curtain run, run --replications, compare.
enum class ResultsKind : std::uint8_t { run, replications, comparison };

/// A results folder whose manifest and files are complete and unchanged. Files that the manifest does not
/// list are ignored, and so are members that this version does not know.
class ResultsReader {
 public:
  /// Checks the manifest, and the size and checksum of every file. Throws UsageError that says which file is
  /// wrong, what was found and what to do: for a place that is no results folder, or of an older version that
  /// wrote no checksums, or of a newer format; for a manifest or a file that was cut off, edited or removed.
  explicit ResultsReader(std::string path);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] ResultsKind kind() const { return kind_; }
  /// The version of the program that wrote it.
  [[nodiscard]] const std::string& version() const { return version_; }
  /// The object in manifest.json.
  [[nodiscard]] JsonView manifest() const { return tree_.root(); }
  /// The names of the files, in alphabetical order.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  /// The bytes of a file of that name, which must be listed. Throws UsageError if it has changed since it was
  /// checked.
  [[nodiscard]] std::string read(std::string_view name) const;

 private:
  struct File {
    std::string name;
    std::uint64_t bytes = 0;
    std::string sha256;
    bool is_checked = true;  ///< false: it differs between machines, and the manifest has no checksum
  };

  [[noreturn]] void refuse_manifest(const std::string& why) const;
  [[nodiscard]] std::string place(std::string_view name) const { return path_ + "/" + std::string(name); }
  [[nodiscard]] const File* find(std::string_view name) const;
  void read_manifest();
  void read_format();
  void read_files();
  [[nodiscard]] File file_of(JsonView entry) const;
  /// Compares a file with the manifest; `kept` gets its bytes, if given.
  void check(const File& file, std::string* kept) const;

  std::string path_;
  JsonTree tree_;
  ResultsKind kind_ = ResultsKind::run;
  std::string version_;
  std::vector<File> files_;
};

}  // namespace curtain::tools
