#include "models/import/json_stream.hpp"

#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using curtain::JsonStream;
using curtain::JsonView;
using curtain::LogBytes;

namespace {

/// Records the values that the reader passes on.
class Recorder : public curtain::JsonReceiver {
 public:
  bool element(JsonView element) override {
    elements.push_back(std::string(element.parent().key()) + ":" + text_of(element));
    return !keeps;
  }
  void document(JsonView root) override { documents.push_back(text_of(root)); }

  static std::string text_of(JsonView value) {
    if (value.is(JsonView::Kind::array) || value.is(JsonView::Kind::object)) {
      std::string text;
      for (JsonView each = value.first(); each; each = each.next()) {
        text += (text.empty() ? "" : ",") + std::string(each.key()) + (each.key().empty() ? "" : "=") +
                text_of(each);
      }
      return value.is(JsonView::Kind::array) ? "[" + text + "]" : "{" + text + "}";
    }
    return std::string(value.text());
  }

  bool keeps = false;
  std::vector<std::string> elements;
  std::vector<std::string> documents;
};

std::string read_json(const std::string& text, curtain::JsonReceiver& recorder,
                      const std::vector<std::string>& streamed) {
  const support::TemporaryFolder folder;
  LogBytes bytes(folder.write("x.json", text));
  JsonStream stream(streamed);
  return stream.read(bytes, false, recorder);
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("A JSON document is a tree whose numbers keep their digits") {
  Recorder recorder;
  CHECK(
      read_json(
          R"({"a": [1, -2.50, 1.681339658206941E9, 18446744073709551615], "b": {"c": "d\n\u00e9", "e": null, "f": true}})",
          recorder, {}) == "");
  CHECK(recorder.documents ==
        Texts{"{a=[1,-2.50,1.681339658206941E9,18446744073709551615],b={c=d\n\xC3\xA9,e=,f=true}}"});
  CHECK(recorder.elements.empty());
}

TEST_CASE("Values of named arrays are passed on one by one, and then dropped or kept") {
  const std::string text =
      R"({"group": "g", "events": [{"m": {"events": [5]}}, {"n": [1, 2]}], "deep": {"events": [7]}, "other": [3]})";
  Recorder recorder;
  CHECK(read_json(text, recorder, {"events"}) == "");
  CHECK(recorder.elements == Texts{"events:{m={events=[5]}}", "events:{n=[1,2]}"});
  CHECK(recorder.documents == Texts{"{group=g,events=[],deep={events=[7]},other=[3]}"});
  Recorder keeper;
  keeper.keeps = true;
  CHECK(read_json(text, keeper, {"events"}) == "");
  CHECK(keeper.documents ==
        Texts{"{group=g,events=[{m={events=[5]}},{n=[1,2]}],deep={events=[7]},other=[3]}"});
}

TEST_CASE("Arrays inside values that are passed on are read, and the root may be an array") {
  Recorder recorder;
  CHECK(read_json(R"({"outer": [{"name": "x", "inner": [1, 2]}, {"inner": [3]}]})", recorder,
                  {"outer", "inner"}) == "");
  CHECK(recorder.elements ==
        Texts{"inner:1", "inner:2", "outer:{name=x,inner=[]}", "inner:3", "outer:{inner=[]}"});
  Recorder array;
  CHECK(read_json(R"([{"a": [1]}, [2]])", array, {""}) == "");
  CHECK(array.elements == Texts{":{a=[1]}", ":[2]"});
}

TEST_CASE("Errors in a document are reported") {
  for (const char* text : {"{\"a\": ", "{\"a\" 1}", "{\"a\": 1,}", "[1, 2", "{\"a\": \"\x01\"}",
                           "{\"a\": nul}", "{\"a\": \"\xFF\"}"}) {
    INFO(text);
    Recorder recorder;
    CHECK(read_json(text, recorder, {""}) != "");
    CHECK(recorder.documents.empty());
  }
  curtain::JsonTree tree;
  CHECK(curtain::parse_json("{\"a\": [1]}", tree) == "");
  CHECK(tree.root()["a"].first().text() == "1");
  CHECK_FALSE(tree.root()["b"]);
  CHECK_FALSE(tree.root()["b"]["c"].first());
  CHECK(curtain::parse_json("{\"a\": 1} x", tree) != "");
  // The depth of a document costs memory, not stack.
  CHECK(curtain::parse_json(std::string(100'000, '['), tree) != "");
}

TEST_CASE("Streamed arrays that are nested too deep are refused") {
  const auto nested = [](std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) {
      text += R"({"a":[)";
    }
    for (std::size_t i = 0; i < times; ++i) {
      text += "]}";
    }
    return text;
  };
  Recorder recorder;
  CHECK(read_json(nested(JsonStream::kDeepest / 2), recorder, {"", "a"}) == "");
  CHECK(read_json(nested(100'000), recorder, {"", "a"}) ==
        "values are nested deeper than 256 levels, which is the limit");
}

TEST_CASE("A document of a million values takes little memory") {
  std::string text = "{\"events\": [";
  for (int i = 0; i < 200'000; ++i) {
    text += (i == 0 ? "" : ",") + std::string(R"({"message": ")") + std::string(400, 'x') + "\"}";
  }
  Recorder recorder;
  class Counter : public curtain::JsonReceiver {
   public:
    bool element(JsonView /*element*/) override { return ++count > 0; }
    void document(JsonView /*root*/) override {}
    [[nodiscard]] bool is_stopped() const override { return count == most; }
    int count = 0;
    int most = -1;
  } counter;
  const support::TemporaryFolder folder;
  LogBytes bytes(folder.write("x.json", text + "]}"));  // 80 MB, more than the largest document that is kept
                                                        // in memory
  JsonStream stream({"events"});
  CHECK(stream.read(bytes, false, counter) == "");
  CHECK(counter.count == 200'000);
  counter = Counter();
  counter.most = 3;
  CHECK(read_json("{\"events\": [1, 2, 3, 4]}", counter, {"events"}) == "stopped");
  CHECK(counter.count == 3);
  CHECK(read_json("{\"other\": [" + text.substr(12) + "]}", recorder, {"events"}) ==
        "a value is larger than 64 MiB, which is the limit");
}
