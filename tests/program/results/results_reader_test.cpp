// Tests of the reader of results folders, called directly: it accepts only an unchanged folder.
#include "tools/curtain/results/results_reader.hpp"

#include <sys/stat.h>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/version.hpp"

using curtain::tools::ResultsKind;
using curtain::tools::ResultsReader;
using support::Folder;
using support::read_file;

namespace {

const std::string kAgain = "copy the folder again, or create it again with the same command";

std::string refused_folder(const std::string& path) {
  try {
    const ResultsReader reader(path);
  } catch (const curtain::tools::UsageError& error) {
    return error.text;
  }
  return "";
}

/// Writes a folder that contains the results of a run in `results`.
void write_run(const Folder& folder) {
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  REQUIRE(support::curtain({"run", scenario, "-q", "--out", folder / "results"}).status == 0);
}

/// Writes the manifest of `results` with one text replaced by another.
void edit_manifest(const Folder& folder, const std::string& from, const std::string& to) {
  std::string text = read_file(folder / "results/manifest.json");
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  folder.write("results/manifest.json", text.replace(at, from.size(), to));
}

}  // namespace

TEST_CASE("A results folder of any command is read") {
  const Folder folder;
  write_run(folder);
  const std::string scenario = folder / "small.yaml";
  REQUIRE(support::curtain({"run", scenario, "-q", "--replications", "2", "--out", folder / "many"}).status ==
          0);
  REQUIRE(support::curtain({"compare", scenario, "-q", "--replications", "1", "--vary",
                            "k=policies.keep_alive: {a: none, '</script> \"b\"': forever}", "--out",
                            folder / "two"})
              .status == 0);
  const ResultsReader run(folder / "results/");
  CHECK(run.kind() == ResultsKind::run);
  CHECK(run.version() == curtain::tools::kVersion);
  CHECK(run.manifest()["scenario"].text() == "small");
  CHECK(run.has("summary.json"));
  CHECK_FALSE(run.has("manifest.json"));
  CHECK(run.read("functions.csv") == read_file(folder / "results/functions.csv"));
  CHECK(run.read("run.json") == read_file(folder / "results/run.json"));
  CHECK(ResultsReader(folder / "many").kind() == ResultsKind::replications);
  const ResultsReader two(folder / "two");
  CHECK(two.kind() == ResultsKind::comparison);
  CHECK(two.manifest()["variants"].first().next()["levels"]["k"].text() == "</script> \"b\"");
  CHECK(two.names() == std::vector<std::string>{"comparison.csv", "comparison.json", "functions.csv",
                                                "histograms.csv", "replications.csv", "tenants.csv",
                                                "variant-1.yaml", "variant-2.yaml"});
}

TEST_CASE("Other files, and files that differ between machines, are ignored") {
  const Folder folder;
  write_run(folder);
  folder.write("results/notes.txt", "mine");
  folder.write("results/run.json", "{}");
  CHECK(refused_folder(folder / "results").empty());
}

TEST_CASE("A path that is not a results folder is refused") {
  const Folder folder;
  const std::string give = "; name a folder that curtain run --out or curtain compare --out wrote";
  CHECK(refused_folder(folder / "none") == "'" + folder / "none" + "' does not exist" + give);
  CHECK(refused_folder(folder.write("file", "{}")) == "'" + folder / "file" + "' is not a folder" + give);
  CHECK(refused_folder(folder.path()) ==
        "'" + folder.path() + "' is not a results folder, because it has no manifest.json" + give);
}

TEST_CASE("A file that was truncated, edited, removed or replaced is reported by name") {
  const Folder folder;
  write_run(folder);
  const std::string path = folder / "results/tenants.csv";
  const std::string text = read_file(path);
  const std::string whole = std::to_string(text.size());
  SECTION("truncated") {
    std::filesystem::resize_file(path, 100);
    CHECK(refused_folder(folder / "results") == "'" + path + "' has 100 bytes, but manifest.json lists " +
                                                    whole + " bytes, so it was truncated or edited; " +
                                                    kAgain);
  }
  SECTION("with additional bytes") {
    folder.write("results/tenants.csv", text + "x");
    CHECK(refused_folder(folder / "results") == "'" + path + "' has " + std::to_string(text.size() + 1) +
                                                    " bytes, but manifest.json lists " + whole +
                                                    " bytes, so it was edited; " + kAgain);
  }
  SECTION("with one digit changed") {
    std::string edited = text;
    edited[edited.size() - 2] = edited[edited.size() - 2] == '1' ? '2' : '1';
    folder.write("results/tenants.csv", edited);
    CHECK_THAT(refused_folder(folder / "results"), ContainsSubstring("'" + path + "' has the SHA-256 "));
    CHECK_THAT(refused_folder(folder / "results"), ContainsSubstring(".., so it was edited; " + kAgain));
  }
  SECTION("removed") {
    std::filesystem::remove(path);
    CHECK(refused_folder(folder / "results") ==
          "'" + path + "' is missing, but manifest.json lists it; " + kAgain);
  }
  SECTION("replaced by a pipe, for which the reader does not wait") {
    std::filesystem::remove(path);
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    CHECK(refused_folder(folder / "results") ==
          "'" + path + "' is missing, but manifest.json lists it; " + kAgain);
  }
  SECTION("changed after it was checked") {
    const ResultsReader reader(folder / "results");
    folder.write("results/tenants.csv", "");
    CHECK_THROWS_AS(reader.read("tenants.csv"), curtain::tools::UsageError);
  }
}

TEST_CASE("A manifest that was truncated, edited, or is of another version is refused") {
  const Folder folder;
  write_run(folder);
  const std::string results = folder / "results";
  const std::string manifest = results + "/manifest.json";
  const std::string version = curtain::tools::kVersion;
  const auto edited = [&](const std::string& why) {
    return "'" + manifest + "' " + why + ", so it was truncated or edited; " + kAgain;
  };
  SECTION("truncated at any position") {
    const std::string text = read_file(manifest);
    for (std::size_t size = 0; size + 2 < text.size(); size += 1 + size / 8) {
      folder.write("results/manifest.json", text.substr(0, size));
      INFO(size);
      CHECK(refused_folder(results).rfind("'" + manifest + "' is not a JSON document (", 0) == 0);
    }
  }
  SECTION("of a newer version") {
    edit_manifest(folder, "\"format\": 1", "\"format\": 2");
    edit_manifest(folder, "\"curtain\": \"" + version, "\"curtain\": \"9.5");
    CHECK(refused_folder(results) == "'" + results +
                                         "' has format 2, written by curtain 9.5, but this version, " +
                                         version + ", reads only formats up to 1; use a newer version");
  }
  SECTION("of an older version") {
    edit_manifest(folder, "\"format\": 1,", "");
    CHECK(refused_folder(results) ==
          "'" + results + "' was written by curtain " + version +
              ", before results had checksums; create it again with this version, " + version);
  }
  SECTION("without a format") {
    for (const char* const format : {"0", "-1", "1.5", "\"1\"", "null", "1e3"}) {
      const Folder another;
      write_run(another);
      edit_manifest(another, "\"format\": 1", "\"format\": " + std::string(format));
      CHECK_THAT(refused_folder(another / "results"),
                 ContainsSubstring("' has a `format` that is not a whole number, so it was"));
    }
  }
  SECTION("without a version") {
    edit_manifest(folder, "\"curtain\"", "\"airport\"");
    CHECK(refused_folder(results) == edited("does not contain the version of curtain that wrote it"));
  }
  SECTION("without a kind") {
    edit_manifest(folder, "\"run\"", "\"walk\"");
    CHECK(refused_folder(results) == edited("has a `kind` that is not run, replications or comparison"));
  }
  SECTION("without files") {
    edit_manifest(folder, "\"files\"", "\"Files\"");
    CHECK(refused_folder(results) == edited("has no list `files`"));
  }
  SECTION("with a file outside of the folder") {
    edit_manifest(folder, "\"tenants.csv\"", "\"../tenants.csv\"");
    CHECK(refused_folder(results) ==
          edited("lists a file '../tenants.csv', which is not the name of a file in the folder"));
  }
  SECTION("with the same file twice") {
    edit_manifest(folder, "\"tenants.csv\"", "\"functions.csv\"");
    CHECK(refused_folder(results) == edited("lists 'functions.csv' twice"));
  }
  SECTION("without a checksum") {
    edit_manifest(folder,
                  "\"name\": \"tenants.csv\", \"bytes\": ", "\"name\": \"tenants.csv\", \"bytes\": -");
    CHECK(refused_folder(results) == edited("has no valid size and checksum for 'tenants.csv'"));
  }
  SECTION("another JSON document") {
    folder.write("results/manifest.json", "[1, 2]");
    CHECK(refused_folder(results) == edited("does not contain the version of curtain that wrote it"));
  }
}
