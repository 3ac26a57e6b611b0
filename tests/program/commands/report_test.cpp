// `curtain report`: one page for results folders. tests/program/report tests the page in a browser.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::read_file;

namespace {

/// The results of a run with a function whose name would end the script element.
std::string hostile_results(const Folder& folder) {
  const std::string scenario =
      folder.write("s.yaml",
                   "name: \"</script><b>\"\n"
                   "duration: 10s\n"
                   "platform: ideal\n"
                   "workload:\n"
                   "  - poisson: {function: \"</script><img src=x>\", rate: 5/s, duration: 100ms}\n");
  CHECK(curtain({"run", scenario, "--out", folder / "results", "--quiet"}).status == 0);
  return folder / "results";
}

}  // namespace

TEST_CASE("The report is one file without references to others, and texts of a scenario stay data") {
  const Folder folder;
  const std::string results = hostile_results(folder);
  const Ended ended = curtain({"report", results, "--out", folder / "deep/page.html"});
  CHECK(ended.err.empty());
  REQUIRE(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("page.html ("));
  const std::string page = read_file(folder / "deep/page.html");
  CHECK(page.rfind("<!DOCTYPE html>", 0) == 0);
  CHECK(page.size() < 200'000);
  CHECK_THAT(page, ContainsSubstring("\\u003c/script>\\u003cimg src=x>"));
  CHECK(page.find("</script><img") == std::string::npos);
  CHECK(page.find("</script><b>") == std::string::npos);
  CHECK(page.find("@RESULTS@") == std::string::npos);
  std::string without_name_spaces = page;
  const std::string name_space = "http://www.w3.org/2000/svg";
  for (std::size_t at = 0; (at = without_name_spaces.find(name_space)) != std::string::npos;) {
    without_name_spaces.erase(at, name_space.size());
  }
  CHECK(without_name_spaces.find("://") == std::string::npos);
}

TEST_CASE("The report has the same bytes for the same results, with any file name") {
  const Folder folder;
  const std::string results = hostile_results(folder);
  CHECK(curtain({"report", results, "--quiet", "--out", folder / "a.html"}).status == 0);
  const Ended printed = curtain({"report", results, "--out", "-"});
  CHECK(printed.status == 0);
  CHECK(printed.out == read_file(folder / "a.html"));
}

TEST_CASE("The report accepts only complete results folders, and overwrites no file") {
  const Folder folder;
  const std::string results = hostile_results(folder);
  const auto wrong = [&](const support::Words& words) {
    support::Words all = {"report"};
    all.insert(all.end(), words.begin(), words.end());
    const Ended ended = curtain(all);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    return ended.err;
  };
  CHECK_THAT(wrong({folder / "nowhere", "--out", folder / "a.html"}), ContainsSubstring("nowhere"));
  CHECK_THAT(wrong({results, "--out", folder / "a.html.gz"}),
             ContainsSubstring("a browser cannot open a compressed page"));
  CHECK_THAT(wrong({results, "--out", folder / "a.zip"}),
             ContainsSubstring("a browser cannot open a compressed page; give --out a name in .html"));
  for (const char* const name : {"a.json", "a.pdf", "a.csv"}) {
    CHECK_THAT(wrong({results, "--out", folder / name}),
               ContainsSubstring("' would hold an HTML page; give --out a name in .html"));
  }
  folder.write("mine.html", "mine\n");
  CHECK_THAT(wrong({results, "--out", folder / "mine.html"}), ContainsSubstring("mine.html' already exists"));
  CHECK(read_file(folder / "mine.html") == "mine\n");
  folder.write("results/timeseries.csv", "start_s\n");
  CHECK_THAT(wrong({results, "--out", folder / "a.html"}), ContainsSubstring("timeseries.csv"));
  CHECK(folder.names() == std::vector<std::string>{"mine.html", "results", "s.yaml"});
}
