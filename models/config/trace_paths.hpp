#pragma once
// Keys that the tables of all trace formats share: the name of the format, and the files.
#include <memory>
#include <string>
#include <vector>

#include "models/config/field_table.hpp"

namespace curtain::config {

/// The key `format`, which selects the table: checked when read, always written.
template <class T>
Field<T> trace_format(const std::string& word) {
  Field<T> field{"format", "the layout of the files", Need::required, {}, {}, {}, {}};
  field.read = [](const Node&, Reader&, T&) {};
  field.write = [word](const T&) -> std::optional<Node> { return Node::word(word); };
  field.schema = [word] { return std::move(Node::mapping().set("const", Node::string(word))); };
  return field;
}

/// A path, which may have wildcards in its file's name, or a list of such paths.
FormPtr<std::vector<std::string>> paths_form();

/// Reports at `key` why `path` cannot be read, if it cannot.
void check_file(const std::string& path, const char* key, Reader& reader);

/// Reports errors of each of its files at `key`.
void check_files(const std::vector<std::string>& paths, const char* key, Reader& reader);

}  // namespace curtain::config
