#pragma once
// The folder a run leaves behind; written under a temporary name and renamed, so that a folder that exists is
// whole.
#include <list>
#include <string>
#include <utility>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "tools/interrupt.hpp"

namespace curtain::tools {

/// A results folder under way: files go to a temporary folder beside it; commit() gives it its name. Without
/// commit() nothing stays.
class ResultsFolder {
 public:
  /// Throws UsageError if `path` is there already or cannot be made.
  explicit ResultsFolder(std::string path);
  ResultsFolder(const ResultsFolder&) = delete;
  ResultsFolder& operator=(const ResultsFolder&) = delete;
  ~ResultsFolder();

  /// Throws std::runtime_error if the file cannot be written whole.
  void write(const std::string& name, const std::string& text);
  void commit();
  /// Where a file of that name is until then, for who writes it piece by piece.
  [[nodiscard]] std::string inside(const std::string& name) const { return temporary_ + "/" + name; }

  /// Says before a long run what the constructor would say after it.
  static void check(const std::string& path);

 private:
  std::string path_;
  std::string temporary_;
  std::list<Temporary> go_;  // the folder and its files, if the program is cut short
  bool committed_ = false;
};

/// resolved_yaml() for a file in `folder`: relative paths of traces start from there, as the reader will have
/// it.
std::string resolved_from(const std::string& folder, Scenario scenario);

/// All files of one run.
void write_run(const std::string& path, const Scenario& scenario, const RunResult& result,
               std::uint32_t replication, const std::vector<std::string>& overrides);

/// {"metrics": ..., "run": ...}: what --json prints. `more` are further members, each a line that ends with a
/// comma.
std::string run_json(const Scenario& scenario, const RunResult& result, std::uint32_t replication,
                     bool audited, const std::string& more = "");

}  // namespace curtain::tools
