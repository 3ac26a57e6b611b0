#include "models/import/json_tree.hpp"

#include "tests/catch.hpp"

using curtain::JsonTree;
using curtain::JsonView;

TEST_CASE("A tree returns its values, and frees dropped values") {
  JsonTree tree;
  CHECK_FALSE(tree.root());
  tree.add(JsonView::Kind::object, "");
  tree.name("list");
  const std::uint32_t list = tree.add(JsonView::Kind::array, "");
  CHECK(tree.depth() == 2);
  CHECK(tree.open(1) == list);
  tree.add(JsonView::Kind::number, "1");
  const std::size_t size = tree.size();
  const std::uint32_t object = tree.add(JsonView::Kind::object, "");
  tree.name("a");
  tree.add(JsonView::Kind::string, "text");
  tree.close();
  CHECK(tree.root()["list"].first().next()["a"].text() == "text");
  CHECK(JsonView(&tree, object).parent().key() == "list");
  tree.drop(object);
  CHECK(tree.size() == size);
  CHECK_FALSE(tree.root()["list"].first().next());
  tree.add(JsonView::Kind::null, "");
  tree.close();
  tree.name("last");
  tree.add(JsonView::Kind::boolean, "true");
  tree.close();
  CHECK(tree.root()["list"].first().next().is(JsonView::Kind::null));
  CHECK(tree.root()["last"].text() == "true");
  CHECK_FALSE(tree.root()["last"].next());
  CHECK_FALSE(tree.root().parent());
  tree.clear();
  CHECK_FALSE(tree.root());
}

TEST_CASE("A value without a name has no name, even after other values were dropped") {
  JsonTree tree;
  tree.add(JsonView::Kind::array, "");
  const std::uint32_t object = tree.add(JsonView::Kind::object, "");
  tree.name("a name that goes with its object");
  tree.add(JsonView::Kind::string, "");
  tree.close();
  tree.drop(object);
  tree.add(JsonView::Kind::string, "");
  CHECK(tree.root().first().key().empty());
  tree.clear();
  tree.add(JsonView::Kind::array, "");
  CHECK(tree.root().key().empty());
}
