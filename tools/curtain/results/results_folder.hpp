#pragma once
// The folder a run leaves behind; written under a temporary name and renamed, so that a folder that exists is
// whole.
#include <functional>
#include <list>
#include <string>
#include <utility>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/interrupt.hpp"
#include "tools/curtain/results/temporary_place.hpp"

namespace curtain::tools {

/// A results folder under way: files go to a temporary folder beside it; commit() gives it its name. Without
/// commit() nothing stays.
class ResultsFolder {
 public:
  /// Throws UsageError if `path` is there already or cannot be made.
  explicit ResultsFolder(const std::string& path);

  /// Throws std::runtime_error if the file cannot be written whole.
  void write(const std::string& name, const std::string& text);
  void commit();
  /// The path of a file of that name until commit(), for callers that write it piece by piece.
  [[nodiscard]] std::string inside(const std::string& name) const { return temporary_.place() + "/" + name; }

  /// Reports before a long run the errors that the constructor would report after it; also that a name such
  /// as `results.json` is one of a file.
  static void check(const std::string& path);
  /// Throws UsageError if the place that `option` gives, of a folder or a file, is there already or cannot be
  /// made.
  static void check_free(const std::string& path, const std::string& option);

 private:
  /// The path, if check() has nothing against it.
  static const std::string& checked(const std::string& path);

  std::string path_;
  TemporaryPlace temporary_;
  std::list<Temporary> go_;  // its files, if the program is cut short
};

/// resolved_yaml() for a file in `folder`: relative paths of traces start from there, as the reader will have
/// it.
std::string resolved_from(const std::string& folder, Scenario scenario);

/// All files of one run.
void write_run(const std::string& path, const Scenario& scenario, const RunResult& result,
               std::uint32_t replication, const std::vector<std::string>& overrides);

/// Writes what --json prints of a run, an object with its metrics, expectations and resources; `more` writes
/// further members.
void write_run_object(const Scenario& scenario, const RunResult& result, std::uint32_t replication,
                      bool audited, sim::JsonWriter& json, const std::function<void(sim::JsonWriter&)>& more);

}  // namespace curtain::tools
