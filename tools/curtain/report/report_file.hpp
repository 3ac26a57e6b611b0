#pragma once
// `--report` of run and compare, which writes the page of the results that the command has just measured.
#include <functional>
#include <string>

namespace curtain::tools {

/// Throws UsageError if the page cannot be written at `path`. It is called before long work. An empty path is
/// accepted.
void check_report(const std::string& path);

/// Writes the page of the results in `folder`. If `folder` is empty, `write_results(path)` first writes the
/// results to a temporary folder beside the page, which is removed afterwards. Throws UsageError and
/// std::runtime_error if something cannot be written. In this case there is no page.
void write_report_of(const std::string& page, const std::string& folder,
                     const std::function<void(const std::string&)>& write_results);

}  // namespace curtain::tools
