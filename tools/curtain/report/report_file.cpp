#include "tools/curtain/report/report_file.hpp"

#include <deque>
#include <filesystem>
#include <optional>

#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/interrupt.hpp"
#include "tools/curtain/report/report_page.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/results/temporary_place.hpp"

namespace curtain::tools {

void check_report(const std::string& path) {
  if (path == "-") {
    throw UsageError{"--report needs the name of a file, because the results are printed on standard output"};
  }
  if (!path.empty()) {
    OutputFile::check(path, "--report", OutputFile::Content::page);
  }
}

void write_report_of(const std::string& page, const std::string& folder,
                     const std::function<void(const std::string&)>& write_results) {
  std::optional<TemporaryPlace> beside;
  std::deque<Temporary> inside;  // the files of the temporary folder beside the page
  std::string path = folder;
  if (folder.empty()) {
    beside.emplace(page + ".results", TemporaryPlace::Kind::folder);
    path = beside->place() + "/results";
    write_results(path);
    inside.emplace_back(path);
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      inside.emplace_back(entry.path().string());
    }
  }
  OutputFile file(page, "--report", OutputFile::Content::page);
  file.write(report_page({ResultsReader(path)}));
  file.commit();
}

}  // namespace curtain::tools
