#pragma once
// The state of reading one scenario: the current path in the tree of keys, the keys that were given with
// their places, and the errors.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/config/node.hpp"
#include "models/warning.hpp"

namespace curtain::config {

class Reader {
 public:
  /// Relative paths start from `directory` (empty: the current one).
  Reader(Diagnostics& diagnostics, std::string directory)
      : diagnostics_(diagnostics), directory_(std::move(directory)) {}

  /// Adds a finding; the path of keys is put before the message.
  void error(const Place& place, std::string_view message);
  /// Adds a warning about the key at the current path, which is at `place`.
  void warn(const Place& place, std::string_view text);
  /// The warnings so far.
  [[nodiscard]] const Warnings& warnings() const { return warnings_; }

  /// The current path of keys: "cluster.hosts.count", "workload[0].poisson".
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The path of a key of the current mapping.
  [[nodiscard]] std::string path_of(std::string_view key) const;

  /// One step down the tree, as long as the object exists.
  class Step {
   public:
    Step(Reader& reader, std::string_view key);
    Step(Reader& reader, std::size_t index);
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    ~Step() { reader_.path_.resize(length_); }

   private:
    Reader& reader_;
    std::size_t length_;
  };

  /// Notes that the key at the current path was given at `place`, even if its value was invalid.
  void note_given(const Place& place) { given_[path_] = place; }
  /// The place where the key at a full path was last given, or nullptr.
  [[nodiscard]] const Place* given(const std::string& path) const;
  /// The places where every key was last given, by full path.
  [[nodiscard]] const std::map<std::string, Place>& all_given() const { return given_; }

  /// Forgets the keys below the items of the list at the current path, because a list replaces an earlier
  /// one.
  void forget_items();

  /// The folder from which a relative path at `place` starts: that of the file, or the current one for an
  /// override from the command line.
  [[nodiscard]] const std::string& directory_for(const Place& place) const;
  [[nodiscard]] const std::string& directory() const { return directory_; }
  /// Changes that folder, while a profile in another folder is read.
  void set_directory(std::string directory) { directory_ = std::move(directory); }

  /// A suggestion for a key that is unknown here, from the known ones: "; did you mean 'rate'?", "; write
  /// 'rate: 5/s', with a space after the colon", "; did you mean 'policies.placement'?", "; did you mean the
  /// scenario's own 'duration'?", or nothing.
  [[nodiscard]] std::string instead_of(const Node::Entry& entry, const std::vector<std::string>& known) const;
  /// Returns the full paths of all keys with that name in a scenario.
  using Elsewhere = std::function<std::vector<std::string>(const std::string&)>;
  void set_elsewhere(Elsewhere elsewhere) { elsewhere_ = std::move(elsewhere); }

  [[nodiscard]] Diagnostics& diagnostics() { return diagnostics_; }

 private:
  [[nodiscard]] std::vector<std::string> elsewhere(const std::string& name) const;

  Diagnostics& diagnostics_;
  std::string directory_;
  std::string current_;  // always empty
  std::string path_;
  std::map<std::string, Place> given_;
  Elsewhere elsewhere_;
  Warnings warnings_;
};

}  // namespace curtain::config
