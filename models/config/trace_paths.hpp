#pragma once
// What the tables of all trace formats share: the word that names the format, and the files.
#include <memory>
#include <string>
#include <vector>

#include "models/config/field_table.hpp"

namespace curtain::config {

/// The key `format`, which says that a mapping is of this table: read to be checked, always written.
template <class T>
Field<T> trace_format(const std::string& word) {
  Field<T> field{"format", "the layout of the files", Need::required, {}, {}, {}, {}};
  field.read = [](const Node&, Reader&, T&) {};
  field.write = [word](const T&) -> std::optional<Node> { return Node::word(word); };
  field.schema = [word] { return std::move(Node::mapping().set("const", Node::string(word))); };
  return field;
}

/// One path, which may have wildcards in its file's name, or a list of them.
FormPtr<std::vector<std::string>> paths_form();

/// Tells at `key` why `path` cannot be read, if it cannot.
void check_file(const std::string& path, const char* key, Reader& reader);

/// Tells at `key` what is wrong with each of its files.
void check_files(const std::vector<std::string>& paths, const char* key, Reader& reader);

}  // namespace curtain::config
