#include "models/workload/csv_guess.hpp"

#include "models/workload/specification.hpp"
#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;

namespace {

std::string guess(const std::string& rows) {
  const support::TemporaryFolder folder;
  return guessed_columns(folder.write("t.csv", rows));
}

}  // namespace

TEST_CASE("columns are guessed from the contents of rows") {
  CHECK(guess("1.5,3,3842,768,0.25,0.5\n2.5,1,653,256,0.25,0.5\n2.75,2,2275,512,0.25,0.5\n") ==
        "columns: {arrival: 1, function: 2, duration: 5, memory: 4}");
  CHECK(guess("a1,resize,0,0.1\na1,upload,0,0.2\na1,resize,7,0.1\n") ==
        "columns: {arrival: 3, function: 2, duration: 4, memory: none}, constants: {memory: 128MiB}");
  CHECK(guess("f,2024-11-05T09:15:02Z,2024-11-05T09:15:03Z\nf,2024-11-05T09:15:04Z,2024-11-05T09:15:04Z\n") ==
        "columns: {arrival: 2, function: 1, end: 3, memory: none}, constants: {memory: 128MiB}, origin: "
        "first-row");
  CHECK(guess("f,13:05:07.25,.5\ng,13:05:08,5.\n") ==
        "columns: {arrival: 2, function: 1, duration: 3, memory: none}, constants: {memory: 128MiB}");
  CHECK(guess("1730798102123,250,f\n1730798102456,130,f\n") ==
        "columns: {arrival: 1, function: 3, duration: 2, memory: none}, constants: {memory: 128MiB}, "
        "time_unit: ms, "
        "origin: first-row");
  CHECK(guess("1730798102123456789,1730798102923456789\n1730798102456456789,1730798102956456789\n") ==
        "columns: {arrival: 1, function: none, end: 2, memory: none}, constants: {function: f, memory: "
        "128MiB}, "
        "time_unit: ns, origin: first-row");
  CHECK(guess("0.5\n1\n") ==
        "columns: {arrival: 1, function: none, duration: none, memory: none}, constants: {function: f, "
        "duration: 1s, "
        "memory: 128MiB}");
  CHECK(guess("3,f\n1,f\n") == "");    // no column has increasing numbers
  CHECK(guess("3,f\n4,f,5\n") == "");  // the text is not a table
}

TEST_CASE("names are recognised as a header, and figures as a row") {
  const support::TemporaryFolder folder;
  const auto looks = [&folder](const std::string& text) {
    LineReader reader(folder.write("h.csv", text));
    std::string_view line;
    CsvSplitter splitter;
    return reader.next(line) && looks_like_row(splitter.split(reader, line));
  };
  CHECK_FALSE(looks("function,arrival time,p99\n"));
  CHECK(looks("f,13:05:07\n"));
  CHECK(looks("f, .5\n"));
}
