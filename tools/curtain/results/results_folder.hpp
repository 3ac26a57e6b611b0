#pragma once
// The results folder of a run. It is written under a temporary name and then renamed, so a folder with the
// final name is always complete.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "sim/json_writer.hpp"
#include "sim/sha256.hpp"
#include "tools/curtain/interrupt.hpp"
#include "tools/curtain/results/temporary_place.hpp"

namespace curtain::tools {

/// A results folder that is being written. Its files are written to a temporary folder in the same parent
/// folder, which commit() renames. Without commit() the temporary folder is removed.
class ResultsFolder {
 public:
  /// Creates the temporary folder. Throws UsageError if `path` exists already or cannot be created.
  explicit ResultsFolder(const std::string& path);

  /// Writes a file, or appends to it. Throws std::runtime_error if not everything can be written.
  void write(const std::string& name, std::string_view text);
  /// Writes a file whose contents differ between machines. The manifest does not contain its size and
  /// checksum.
  void write_unchecked(const std::string& name, std::string_view text);
  /// Renames the folder to its final name, without a manifest.
  void commit();
  /// Writes manifest.json and renames the folder to its final name. The manifest contains the version,
  /// `kind`, the members that `members` writes, and a list of the files.
  void commit(const char* kind, const std::function<void(sim::JsonWriter&)>& members);
  /// The path that a file of this name has until commit(), for callers that write the file in parts.
  [[nodiscard]] std::string inside(const std::string& name) const { return temporary_.place() + "/" + name; }

  /// Throws the UsageError that the constructor would throw. It is called before a long run. Also refuses a
  /// name such as `results.json`, which looks like the name of a file.
  static void check(const std::string& path);
  /// Throws UsageError if the file or folder `path`, which is the value of `option`, exists already or cannot
  /// be created.
  static void check_free(const std::string& path, const std::string& option);

 private:
  /// Returns the path if check() accepts it.
  static const std::string& checked(const std::string& path);

  struct File {
    explicit File(const std::string& path) : goes(path) {}
    Temporary goes;  // removes the folder if the program is interrupted
    sim::Sha256 hash;
    std::uint64_t bytes = 0;
    bool is_checked = true;
  };

  void write_files(sim::JsonWriter& json) const;

  std::string path_;
  TemporaryPlace temporary_;
  std::map<std::string, File> files_;
};

/// The version of the layout of results folders. The version is increased if readers of the older version
/// would not understand the new layout. Additional files and columns do not increase it.
inline constexpr std::uint64_t kResultsFormat = 1;

/// The checksum of a file's contents, by which a change of an input is detected. It is FNV-1a with 64 bits,
/// in hexadecimal.
std::string file_checksum(const std::string& path);

/// Writes the member "inputs", which lists each file that the scenarios read, with its checksum. If
/// `is_partial`, there are no checksums, because the inputs are not read again after an interrupt.
void write_inputs(const std::vector<const Scenario*>& scenarios, bool is_partial, sim::JsonWriter& json);

/// The text of resolved_yaml() for a file in `folder`. Paths of traces are relative to this folder.
std::string resolved_from(const std::string& folder, Scenario scenario);

/// Writes all files of one run.
void write_run(const std::string& path, const Scenario& scenario, const RunResult& result,
               std::uint32_t replication, const std::vector<std::string>& overrides);

/// Writes the output of --json for a run: an object with its metrics, expectations and resources. `more`
/// writes further members.
void write_run_object(const Scenario& scenario, const RunResult& result, std::uint32_t replication,
                      bool audited, sim::JsonWriter& json, const std::function<void(sim::JsonWriter&)>& more);

}  // namespace curtain::tools
