using System.Collections.Frozen;

namespace FairExchange.Verification.Solving;

/// <summary>The names of one problem: each stands for one atom or for one real variable.</summary>
/// <remarks>A solver takes the formulas of one vocabulary only.</remarks>
public sealed class Vocabulary
{
    // SMT-LIB does not tell |and| from and, so quoting cannot save these.
    private static readonly FrozenSet<string> s_theory = FrozenSet.Create(
        "true", "false", "not", "and", "or", "xor", "=>", "=", "distinct", "ite", "+", "-", "*", "/", "<", "<=", ">", ">=");

    private readonly Dictionary<string, object> _names = new(StringComparer.Ordinal);

    /// <summary>The atom of that name, the same one each time.</summary>
    /// <exception cref="ArgumentException">
    /// The name is empty, has a character that SMT-LIB cannot quote (| \ or a control character), is an operator of
    /// SMT-LIB, or is taken by a real variable.
    /// </exception>
    public Atom Atom(string name) => Named(name, static text => new Atom(text));

    /// <summary>The variable of that name, the same one each time.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Atom"/>, or the name is taken by an atom.</exception>
    public Real Real(string name) => Named(name, static text => new Real(text));

    private T Named<T>(string name, Func<string, T> make) where T : class
    {
        if (_names.TryGetValue(name, out object? known))
        {
            return known as T
                ?? throw new ArgumentException($"'{name}' already names a {known.GetType().Name}.", nameof(name));
        }

        if (name.Length == 0 || s_theory.Contains(name) || name.Any(c => c is '|' or '\\' || char.IsControl(c)))
        {
            throw new ArgumentException($"'{name}' cannot be written as an SMT-LIB symbol.", nameof(name));
        }

        T made = make(name);
        _names.Add(name, made);
        return made;
    }
}
