// `curtain report`
#include <fmt/format.h>

#include "models/workload/printable.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/report/report_page.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {

int write_report(const ReportCommand& command) {
  OutputFile::check(command.out, "--out", OutputFile::Content::page);
  std::vector<ResultsReader> folders;
  folders.reserve(command.results.size());
  for (const std::string& path : command.results) {
    folders.emplace_back(path);
  }
  const std::string page = report_page(folders);
  OutputFile file(command.out, "--out", OutputFile::Content::page);
  file.write(page);
  file.commit();
  if (!command.quiet && command.out != "-") {
    fmt::print("report in {} ({} KiB); open it in a browser\n", printable(command.out),
               (page.size() + 1023) / 1024);
  }
  return kDone;
}

}  // namespace curtain::tools
