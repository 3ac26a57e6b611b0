#include "models/config/field_table.hpp"

#include "models/config/scalar_forms.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::read_as;
using testing::rewritten;
using testing::tree_of;

namespace {

struct Inner {
  std::uint32_t size = 3;
};
struct Outer {
  std::string name;
  Duration pause = sim::seconds(1);
  Inner inner;
  std::string left = "default";
};

std::shared_ptr<const FieldTable<Inner>> inner_fields() {
  auto table = std::make_shared<FieldTable<Inner>>();
  table->add("size", &Inner::size, count_form(1, 9), "how large");
  return table;
}

FieldTable<Outer>& fill(FieldTable<Outer>& table) {
  table.add("name", &Outer::name, text_form(), "what it is called", Need::required)
      .add("pause", &Outer::pause, duration_form(), "how long it waits")
      .add_unless_default("left", &Outer::left, text_form(), "something rarely said")
      .include(&Outer::inner, inner_fields());
  return table;
}

}  // namespace

TEST_CASE("one declaration reads, writes and describes a field") {
  FieldTable<Outer> table;
  fill(table);
  const auto [value, errors] = read_as(table, "{size: 7, name: x, pause: 2s}");
  CHECK(errors.empty());
  CHECK(value.name == "x");
  CHECK(value.pause == sim::seconds(2));
  CHECK(value.inner.size == 7);
  CHECK(rewritten(table, "{size: 7, left: there, name: x}") == "{name: x, pause: 1s, left: there, size: 7}");
  CHECK(rewritten(table, "{left: default, name: x}") == "{name: x, pause: 1s, size: 3}");
  const Node schema = table.schema();
  CHECK(to_yaml_flow(*schema.find("required")) == "[name]");
  CHECK(schema.find("properties")->keys() == std::vector<std::string>{"name", "pause", "left", "size"});
  CHECK(to_yaml_flow(*schema.find("properties")->find("size")) ==
        "{type: integer, minimum: 1, maximum: 9, description: \"how large\", default: 3}");
  CHECK(schema.find("additionalProperties")->text == "false");
}

TEST_CASE("errors in a mapping are reported with the allowed keys") {
  FieldTable<Outer> table;
  fill(table);
  CHECK(read_as(table, "{nmae: x, size: 0, pause: }").second ==
        "t.yaml:1:2: unknown key 'nmae'; allowed: name, pause, left, size; did you mean 'name'?\n"
        "t.yaml:1:17: size: '0' is too small; allowed: 1 to 9\n"
        "t.yaml:1:20: pause: has no value; expected how long it waits");
  CHECK(read_as(table, "{size: 2}").second == "t.yaml:1:1: the key 'name' is missing: what it is called");
  CHECK(read_as(table, "[1]").second ==
        "t.yaml:1:1: expected a mapping of name, pause, left, size, found a list");
}

TEST_CASE("an invalid value does not change the field") {
  FieldTable<Outer> table;
  fill(table);
  Outer before;
  before.inner.size = 5;
  CHECK(read_as(table, "{size: 99, name: x}", before).first.inner.size == 5);
}

TEST_CASE("a required key may be in any layer") {
  FieldTable<Outer> table(Layers::many);
  fill(table);
  CHECK(table.schema().find("required") == nullptr);
  Diagnostics diagnostics;
  Reader reader(diagnostics, "");
  Outer value;
  const Node below = tree_of("{name: x}");
  const Node above = tree_of("{pause: 5s}");
  table.read(below, reader, value);
  table.read(above, reader, value);
  table.check_given(reader, above.place);
  CHECK(diagnostics.empty());
  CHECK(value.name == "x");
  CHECK(value.pause == sim::seconds(5));
}

TEST_CASE("groups of fields and rules between fields are checked") {
  auto group = std::make_shared<FieldTable<Outer>>();
  group->add_unless_default("left", &Outer::left, text_form(), "something rarely said");
  FieldTable<Outer> table;
  table.add_group("more", group, "what else there is")
      .add("pause", &Outer::pause, duration_form(), "how long it waits")
      .check([](const Outer& value, const Node& node, Reader& reader) {
        if (value.left == "bad" && value.pause == sim::seconds(9)) {
          reader.error(node.place, "do not go together");
        }
      });
  CHECK(rewritten(table, "{more: {left: a}}") == "{more: {left: a}, pause: 1s}");
  CHECK(rewritten(table, "{more: {}}") == "{pause: 1s}");
  CHECK(rewritten(table, "{pause: 9s, more: {left: bad}}") == "t.yaml:1:1: do not go together");
  CHECK(read_as(table, "{more: {right: a}}").second ==
        "t.yaml:1:9: more: unknown key 'right'; allowed: left");
}
