#pragma once
// Arrivals as rows of a csv trace, and the lines of a scenario that read them back.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/node.hpp"
#include "models/config/scenario.hpp"
#include "models/workload/arrival.hpp"
#include "tools/curtain/results/output_file.hpp"

namespace curtain::tools {

/// Appends nanoseconds as seconds, with as many decimals as they have.
void append_seconds(std::string& line, std::int64_t ns);

/// True if the workload names a tenant other than the one that a csv trace has by itself, or may yet do so
/// while it is read.
bool names_tenants(const Scenario& scenario, const FunctionTable& table);

/// Writes rows `function_id,[tenant,]arrival_s,duration_s,memory_mb`. Times are exact: every nanosecond is
/// written, so that the file gives the same arrivals back.
class TraceCsv {
 public:
  /// Writes the header; `file` and `table` must outlive this.
  TraceCsv(OutputFile& file, const FunctionTable& table, bool has_tenants);

  /// An arrival of a function of the table. Throws UsageError for a name that a line of a csv trace cannot
  /// hold.
  void write(const Arrival& call);

 private:
  struct Frame {
    std::string before;  ///< name and tenant
    std::string behind;  ///< memory
  };
  void frame(std::size_t function);

  OutputFile& file_;
  const FunctionTable& table_;
  bool has_tenants_;
  std::vector<Frame> frames_;  // by function
  std::string line_;
};

/// The entry of a workload that reads such a file, with the traits of the table's functions if all have the
/// same.
std::string csv_entry(const std::string& path, bool has_tenants, const FunctionTable& table);

/// What such an entry does not say: the traits of functions, if they differ; otherwise empty.
std::string unsaid_traits(const FunctionTable& table);

/// `path` as a scenario wants it.
std::string yaml_path(const std::string& path);

/// ", timeout: 30s, ..": traits that differ from the usual ones, as keys of an entry.
std::string traits_text(const FunctionTraits& traits);

/// The same of any entry: keys of `node` whose values are not those of `usual`, but for those in `without`.
std::string keys_unlike(const config::Node& node, const config::Node& usual,
                        const std::vector<std::string_view>& without);

}  // namespace curtain::tools
