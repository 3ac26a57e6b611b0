// Tests of `curtain report --figure`: figures as files without a browser. tests/program/report compares them
// with the page.
#include <regex>
#include <set>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::CsvTable;
using support::curtain;
using support::Ended;
using support::Folder;
using support::kSmall;
using support::read_file;

namespace {

std::string small_results(const Folder& folder) {
  CHECK(curtain({"run", folder.write("s.yaml", kSmall), "--quiet", "--out", folder / "run"}).status == 0);
  return folder / "run";
}

std::string small_comparison(const Folder& folder) {
  CHECK(curtain({"compare", folder.write("c.yaml", kSmall), "--quiet", "--replications", "2", "--vary",
                 "policies.keep_alive.fixed.timeout=1s,10min", "--out", folder / "comparison"})
            .status == 0);
  return folder / "comparison";
}

/// Returns the numbers of an attribute such as data-x="0.01 3.5".
std::pair<double, double> two_numbers(const std::string& svg, const std::string& attribute) {
  std::smatch found;
  REQUIRE(std::regex_search(svg, found, std::regex(attribute + "=\"(\\S+) (\\S+)\"")));
  return {std::stod(found[1]), std::stod(found[2])};
}

/// Returns the first name of each line.
std::vector<std::string> first_words(const std::string& text) {
  std::vector<std::string> names;
  const std::regex line("(?:^|\\n)  (\\S+) ");
  for (std::sregex_iterator each(text.begin(), text.end(), line), end; each != end; ++each) {
    names.push_back((*each)[1]);
  }
  return names;
}

}  // namespace

TEST_CASE("A figure is an SVG file whose curve has the points of its CSV") {
  const Folder folder;
  const std::string results = small_results(folder);
  REQUIRE(curtain({"report", results, "--figure", "instances", "--out", folder / "a.svg"}).out ==
          "figure in " + folder / "a.svg" + "\n");
  REQUIRE(curtain({"report", results, "--figure", "instances", "--out", folder / "a.csv"}).status == 0);
  const std::string svg = read_file(folder / "a.svg");
  CHECK_THAT(svg, ContainsSubstring("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"85mm\""));
  CHECK_THAT(svg, ContainsSubstring("<title>Instances by state</title>"));
  const CsvTable points(read_file(folder / "a.csv"));
  const auto [from, to] = two_numbers(svg, "data-x");
  const auto [left, right] = two_numbers(svg, "data-x-at");
  const auto [low, high] = two_numbers(svg, "data-y");
  const auto [bottom, top] = two_numbers(svg, "data-y-at");
  // The curve begins with "M x y", followed by "H x V y" for each point.
  std::smatch path;
  REQUIRE(std::regex_search(svg, path, std::regex("data-series=\"alive\".*\\n<path d=\"([^\"]+)\"")));
  const std::string steps = path[1];
  const std::regex place("[MH]([0-9.]+)[ V]+([0-9.]+)");
  std::size_t row = 0;
  for (std::sregex_iterator each(steps.begin(), steps.end(), place), end; each != end; ++each, ++row) {
    REQUIRE(points.at(row, "series") == "alive");
    const double x = from + (std::stod((*each)[1]) - left) / (right - left) * (to - from);
    const double y = low + (std::stod((*each)[2]) - bottom) / (top - bottom) * (high - low);
    CHECK(x == Approx(std::stod(points.at(row, "x"))).margin(0.005 * (to - from)));
    CHECK(y == Approx(std::stod(points.at(row, "y"))).margin(0.005 * (high - low)));
  }
  CHECK(row > 0);
  CHECK((row == points.size() || points.at(row, "series") != "alive"));
}

TEST_CASE("The option --width sets the width of a figure, and - writes it to standard output") {
  const Folder folder;
  const std::string results = small_results(folder);
  const Ended wide = curtain({"report", results, "--figure", "latency-cdf", "--width", "170", "--out", "-"});
  CHECK(wide.status == 0);
  CHECK_THAT(wide.out, ContainsSubstring("width=\"170mm\""));
  CHECK(wide.out.ends_with("</svg>\n"));
}

TEST_CASE(
    "Figures over time show the time of day if the scenario has an epoch, with the date for several days") {
  const Folder folder;
  const auto svg_of = [&folder](const std::string& name, const std::string& settings) {
    const std::string scenario =
        folder.write(name + ".yaml", "platform: ideal\n" + settings +
                                         "workload: [{timer: {function: f, every: 10min, duration: 1s}}]\n");
    REQUIRE(curtain({"run", scenario, "--quiet", "--out", folder / name}).status == 0);
    const Ended ended =
        curtain({"report", folder / name, "--figure", "arrivals", "--width", "170", "--out", "-"});
    CHECK(ended.status == 0);
    return ended.out;
  };
  const std::string plain = svg_of("plain", "duration: 4h\n");
  CHECK_THAT(plain, ContainsSubstring(">time since the start (h:mm)<") && ContainsSubstring(">1:00<"));
  const std::string day = svg_of("day", "duration: 4h\nepoch: 2024-03-01 09:30\n");
  CHECK_THAT(day, ContainsSubstring(">time of day on 2024-03-01 (UTC)<"));
  for (const char* const hour : {">10:00<", ">11:00<", ">13:00<"}) {
    CHECK_THAT(day, ContainsSubstring(hour));
  }
  CHECK(day.find(">1:00<") == std::string::npos);
  const std::string days = svg_of("days", "duration: 60h\nepoch: 2024-03-01 09:30\nbin: 1h\n");
  CHECK_THAT(days, ContainsSubstring(">date and time (UTC), from 2024-03-01<"));
  CHECK_THAT(days, ContainsSubstring(">03-02<") && ContainsSubstring(">03-01 12:00<"));
}

TEST_CASE("The difference of shares is in percentage points") {
  const Folder folder;
  const std::string results = small_comparison(folder);
  const Ended share = curtain({"report", results, "--figure", "difference-cold_start.ratio", "--out", "-"});
  REQUIRE(share.status == 0);
  CHECK_THAT(share.out, ContainsSubstring(", percentage points<") && ContainsSubstring(" points<"));
  CHECK(share.out.find(" %<") == std::string::npos);
  const Ended time = curtain({"report", results, "--figure", "difference-latency.mean_s", "--out", "-"});
  REQUIRE(time.status == 0);
  CHECK(time.out.find("points<") == std::string::npos);
}

TEST_CASE("Options of figures that would have no effect are refused") {
  const Folder folder;
  const std::string results = small_results(folder);
  const auto refused = [&](support::Words more) {
    more.insert(more.begin(), {"report", results});
    const Ended ended = curtain(more);
    CHECK(ended.status == 2);
    return ended.err;
  };
  CHECK(refused({"--figure", "list", "--figure", "arrivals"}) ==
        "curtain: --figure list excludes other names; found 2 names\n");
  CHECK(refused({"--figure", "all,arrivals"}) ==
        "curtain: --figure all excludes other names; found 2 names\n");
  CHECK(refused({"--figure", "arrivals,arrivals"}) ==
        "curtain: --figure: the figure 'arrivals' is named twice; name each figure once\n");
  CHECK(refused({"--figure", "list", "--width", "170"}) ==
        "curtain: --figure list prints only names; remove --width\n");
  CHECK(refused({"--figure", "list", "--out", folder / "names.txt"}) ==
        "curtain: --figure list prints only names; remove --out\n");
  CHECK(refused({"--figure", "arrivals", "--width", "170", "--out", folder / "a.csv"}) ==
        "curtain: --width is the width of a drawing, but '" + folder / "a.csv" +
            "' is a CSV file; remove --width\n");
  CHECK(refused({results}) ==
        "curtain: the results folder '" + results + "' is named twice; name each folder once\n");
  CHECK(refused({folder / "../" + folder.path().substr(folder.path().rfind('/') + 1) + "/run"}) ==
        "curtain: the results folder '" + results + "' is named twice, also as '" + folder / "../" +
            folder.path().substr(folder.path().rfind('/') + 1) + "/run'; name each folder once\n");
}

TEST_CASE("Several figures are written into a folder, each as SVG and CSV") {
  const Folder folder;
  const std::string results = small_results(folder);
  const Ended ended = curtain(
      {"report", results, "--figure", "latency-cdf,arrivals", "--figure", "bill", "--out", folder / "figs"});
  CHECK(ended.err.empty());
  CHECK(ended.out == "3 figures, as SVG and CSV, in " + folder / "figs" + "\n");
  for (const char* const name : {"latency-cdf", "arrivals", "bill"}) {
    CHECK_THAT(read_file(folder / "figs/" + name + ".svg"), ContainsSubstring("</svg>"));
    CHECK_THAT(read_file(folder / "figs/" + name + ".csv"), ContainsSubstring("series,x,y\n"));
  }
}

TEST_CASE("The figures of a run and of a comparison have different names, which completion offers") {
  const Folder folder;
  std::set<std::string> known;
  std::istringstream offered(curtain({"__complete", "report", "results", "--figure", ""}).out);
  for (std::string line; std::getline(offered, line);) {
    known.insert(line.substr(0, line.find('\t')));
  }
  CHECK(known.erase("list") == 1);
  CHECK(known.erase("all") == 1);
  known.erase(":nothing");
  std::set<std::string> seen;
  const std::string refused =
      folder.write("r.yaml",
                   "duration: 1min\nplatform: ideal\nworkload:\n"
                   "  - poisson: {function: f, rate: 1/s, duration: 10s, concurrency_limit: 1}\n");
  REQUIRE(curtain({"run", refused, "--quiet", "--out", folder / "refused"}).status == 0);
  for (const std::string& results : {small_results(folder), small_comparison(folder), folder / "refused"}) {
    const Ended list = curtain({"report", results, "--figure", "list"});
    CHECK(list.status == 0);
    const std::vector<std::string> names = first_words(list.out);
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
    CHECK(names.size() > 3);
    for (const std::string& name : names) {
      CHECK((name.rfind("difference-", 0) == 0 || known.count(name) == 1));
      seen.insert(name);
    }
  }
  for (const std::string& name : known) {
    CHECK(seen.count(name) == 1);
  }
}

TEST_CASE("Errors in the use of --figure are reported before anything is written") {
  const Folder folder;
  const std::string results = small_results(folder);
  const auto wrong = [&](const support::Words& words) {
    support::Words all = {"report", results};
    all.insert(all.end(), words.begin(), words.end());
    const Ended ended = curtain(all);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    return ended.err;
  };
  CHECK_THAT(wrong({"--figure", "latency-pdf", "--out", folder / "a.svg"}),
             ContainsSubstring(
                 "run' have no figure 'latency-pdf'; the figures are latency-cdf, latency-histogram, "));
  CHECK_THAT(wrong({"--figure", "arrivals", "--out", folder / "a.png"}),
             ContainsSubstring("a.png': a figure is written as SVG, or its points as CSV; for --out, write a "
                               "name that ends in .svg or .csv"));
  CHECK_THAT(wrong({"--figure", "arrivals", "--out", folder / "a.svg.gz"}),
             ContainsSubstring("in .svg or .csv"));
  CHECK_THAT(wrong({"--figure", "all", "--out", folder / "a.svg"}),
             ContainsSubstring("is the name of a file, but several figures are written into a folder; remove "
                               "the ending, or name a single figure"));
  CHECK_THAT(wrong({"--figure", "all", "--out", "-"}),
             ContainsSubstring("but the results are written into a folder"));
  CHECK_THAT(wrong({"--figure", "arrivals", "--width", "20", "--out", folder / "a.svg"}),
             ContainsSubstring("--width needs a number from 40 to 400; found '20'"));
  CHECK_THAT(wrong({"--width", "100", "--out", folder / "a.html"}),
             ContainsSubstring("--width needs --figure"));
  CHECK_THAT(wrong({results, "--figure", "arrivals", "--out", folder / "a.svg"}),
             ContainsSubstring("--figure takes one results folder; found 2"));
  folder.write("mine.svg", "mine\n");
  CHECK_THAT(wrong({"--figure", "arrivals", "--out", folder / "mine.svg"}),
             ContainsSubstring("already exists"));
  const std::string times = read_file(folder / "run/timeseries.csv");
  folder.write("run/timeseries.csv", times.substr(0, times.size() / 2));
  CHECK_THAT(wrong({"--figure", "arrivals", "--out", folder / "a.svg"}), ContainsSubstring("timeseries.csv"));
  CHECK(folder.names() == std::vector<std::string>{"mine.svg", "run", "s.yaml"});
}

TEST_CASE("Hostile names remain text in figures, and long names are shortened") {
  const Folder folder;
  const std::string longest(80, 'n');  // the longest name that a variant may have
  const std::string scenario = folder.write(
      "s.yaml",
      "name: '</svg><script>alert(1)</script>'\nduration: 1min\nplatform: aws-lambda-2018\nworkload:\n"
      "  - poisson: {tenant: '<b>\"&', function: '</g>]]>', rate: 5/s, duration: 100ms}\n");
  const std::string variants =
      "keep=policies.keep_alive.fixed.timeout: {'</text><b>': 1s, '" + longest +
      "': 10s, '\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D': 20s, '\xF0\x9F\x98\x80 \"&': 30s}";
  REQUIRE(curtain({"compare", scenario, "--replications", "2", "--quiet", "--vary", variants, "--out",
                   folder / "out"})
              .err.empty());
  REQUIRE(curtain({"report", folder / "out", "--figure", "all", "--quiet", "--out", folder / "figs"})
              .err.empty());
  for (const char* const name : {"latency-cdf", "trade-off", "difference-memory.idle_gib_s"}) {
    const std::string svg = read_file(folder / "figs/" + name + ".svg");
    CHECK(svg.find("<b>") == std::string::npos);
    CHECK(svg.find("<script") == std::string::npos);
    CHECK_THAT(svg, ContainsSubstring("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"));
    CHECK_THAT(svg, ContainsSubstring("\xF0\x9F\x98\x80 &quot;&amp;"));
    CHECK_THAT(svg, ContainsSubstring("nnn\xE2\x80\xA6</text>"));  // the name is shortened
    CHECK(svg.size() < 60'000);
    CHECK_THAT(read_file(folder / "figs/" + name + ".csv"), ContainsSubstring(longest));
  }
}
