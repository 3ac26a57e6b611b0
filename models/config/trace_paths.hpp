#pragma once
// Keys that the tables of all trace formats have: the name of the format, and the files.
#include <memory>
#include <string>
#include <vector>

#include "models/config/field_table.hpp"

namespace curtain::config {

/// The key `format`, which selects the table of keys. Its value is checked when it is read, and is always
/// written.
template <class T>
Field<T> trace_format(const std::string& word) {
  Field<T> field{"format", "the layout of the files", Need::required, {}, {}, {}, {}};
  field.read = [](const Node&, Reader&, T&) {};
  field.write = [word](const T&) -> std::optional<Node> { return Node::word(word); };
  field.schema = [word] { return std::move(Node::mapping().set("const", Node::string(word))); };
  return field;
}

/// The form of the files of a trace: a path or a list of paths. The name of a file may have wildcards.
FormPtr<std::vector<std::string>> paths_form();

/// Reports at `key` the reason why the file `path` cannot be read, if there is one.
void check_file(const std::string& path, const char* key, Reader& reader);

/// Reports at `key` the errors of all files in `paths`.
void check_files(const std::vector<std::string>& paths, const char* key, Reader& reader);

}  // namespace curtain::config
