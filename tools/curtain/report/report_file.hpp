#pragma once
// `--report` of run and compare: the page of the results that the command has just measured.
#include <functional>
#include <string>

namespace curtain::tools {

/// Reports, before long work, that the page cannot be written there (UsageError). Accepts an empty path.
void check_report(const std::string& path);

/// Writes the page of the results in `folder`. If it is empty, `write_results(path)` first writes them to a
/// temporary folder beside the page, which is removed again. Throws UsageError and std::runtime_error if
/// something cannot be written; there is then no page.
void write_report_of(const std::string& page, const std::string& folder,
                     const std::function<void(const std::string&)>& write_results);

}  // namespace curtain::tools
