#pragma once
// The results folder of a run; it is written under a temporary name and renamed, so an existing folder is
// complete.
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

/// A results folder that is being written: files go to a temporary folder next to it, which commit() renames.
/// Without commit() the temporary folder is removed.
class ResultsFolder {
 public:
  /// Throws UsageError if `path` exists already or cannot be created.
  explicit ResultsFolder(const std::string& path);

  /// Writes a file, or its next part. Throws std::runtime_error if it cannot be written completely.
  void write(const std::string& name, std::string_view text);
  /// Writes a file that differs between machines; the manifest has neither its size nor its checksum.
  void write_unchecked(const std::string& name, std::string_view text);
  /// Renames the folder to its final name, without a manifest.
  void commit();
  /// Writes manifest.json with the version, `kind`, the members that `members` writes, and the files so far;
  /// then renames the folder to its final name.
  void commit(const char* kind, const std::function<void(sim::JsonWriter&)>& members);
  /// The path until commit() of a file of that name, for callers that write it in parts.
  [[nodiscard]] std::string inside(const std::string& name) const { return temporary_.place() + "/" + name; }

  /// Reports, before a long run, the errors that the constructor would report after it; also that a name such
  /// as `results.json` is that of a file.
  static void check(const std::string& path);
  /// Throws UsageError if the path given by `option`, of a folder or a file, exists already or cannot be
  /// created.
  static void check_free(const std::string& path, const std::string& option);

 private:
  /// The path, if check() accepts it.
  static const std::string& checked(const std::string& path);

  struct File {
    explicit File(const std::string& path) : goes(path) {}
    Temporary goes;  // removed if the program is interrupted
    sim::Sha256 hash;
    std::uint64_t bytes = 0;
    bool is_checked = true;
  };

  void write_files(sim::JsonWriter& json) const;

  std::string path_;
  TemporaryPlace temporary_;
  std::map<std::string, File> files_;
};

/// The version of the layout of results folders. It is increased if readers of the older version would not
/// understand the new folders; additional files and columns do not increase it.
inline constexpr std::uint64_t kResultsFormat = 1;

/// The checksum of a file's contents by which a changed input is noticed: FNV-1a of 64 bits, in hexadecimal.
std::string file_checksum(const std::string& path);

/// Writes the member "inputs": each file that the scenarios read, once, with its checksum. If `is_partial`,
/// without checksums: after an interrupt the inputs are not read again.
void write_inputs(const std::vector<const Scenario*>& scenarios, bool is_partial, sim::JsonWriter& json);

/// resolved_yaml() for a file in `folder`: paths of traces are relative to this folder.
std::string resolved_from(const std::string& folder, Scenario scenario);

/// All files of one run.
void write_run(const std::string& path, const Scenario& scenario, const RunResult& result,
               std::uint32_t replication, const std::vector<std::string>& overrides);

/// Writes the output of --json for a run: an object with its metrics, expectations and resources; `more`
/// writes further members.
void write_run_object(const Scenario& scenario, const RunResult& result, std::uint32_t replication,
                      bool audited, sim::JsonWriter& json, const std::function<void(sim::JsonWriter&)>& more);

}  // namespace curtain::tools
