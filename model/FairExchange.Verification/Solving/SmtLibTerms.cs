using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FairExchange.Verification.Solving;

/// <summary>Writes one formula, wrapped; a named subformula appears by its name.</summary>
internal sealed class SmtLibTerms(IReadOnlyDictionary<Formula, string> names, bool portable)
{
    private const int Width = 100;

    // Reserved by SMT-LIB 2.6, section 3.1, or commands; a quoted symbol may spell any of them.
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        "BINARY", "DECIMAL", "HEXADECIMAL", "NUMERAL", "STRING", "_", "!", "as", "let", "exists", "forall", "match", "par",
        "assert", "check-sat", "check-sat-assuming", "declare-const", "declare-fun", "declare-sort", "define-fun",
        "define-sort", "echo", "exit", "get-model", "get-value", "pop", "push", "reset", "set-info", "set-logic", "set-option");

    /// <summary>The name as a symbol, between bars where it is not a simple one.</summary>
    public static string Symbol(string name) =>
        !char.IsAsciiDigit(name[0]) && name[0] is not ('@' or '.') && name.All(IsSimple) && !Reserved.Contains(name)
            ? name
            : $"|{name}|";

    /// <summary>The formula on one line; for literals and other small ones.</summary>
    public string Flat(Formula formula)
    {
        StringBuilder text = new();
        AppendFlat(text, formula, int.MaxValue, isBody: false);
        return text.ToString();
    }

    /// <summary>Writes <c>(head formula)</c>; <paramref name="isBody"/> spells out the formula even if it has a name.</summary>
    public void Write(TextWriter writer, string head, Formula formula, bool isBody)
    {
        writer.Write(head);
        StringBuilder line = new();
        if (AppendFlat(line, formula, Width - head.Length - 2, isBody))
        {
            writer.Write(' ');
            writer.Write(line);
        }
        else
        {
            WriteBroken(writer, formula, indent: 2, isBody);
        }

        writer.WriteLine(')');
    }

    private static bool IsSimple(char c) => char.IsAsciiLetterOrDigit(c) || "~!@$%^&*_-+=<>.?/".Contains(c, StringComparison.Ordinal);

    private void WriteBroken(TextWriter writer, Formula formula, int indent, bool isBody)
    {
        writer.WriteLine();
        writer.Write(new string(' ', indent));
        StringBuilder line = new();
        // A leaf cannot be broken; a name always fits.
        int room = formula.Arity == 0 ? int.MaxValue : Math.Max(Width - indent, 40);
        if (AppendFlat(line, formula, room, isBody))
        {
            writer.Write(line);
            return;
        }

        (string before, string after) = Wrapping(formula);
        writer.Write('(');
        writer.Write(Operator(formula));
        for (int i = 0; i < formula.Arity; i++)
        {
            if (before.Length > 0)
            {
                writer.WriteLine();
                writer.Write(new string(' ', indent + 2) + before.TrimEnd());
            }

            WriteBroken(writer, formula.Child(i), indent + (before.Length > 0 ? 4 : 2), isBody: false);
            writer.Write(after);
        }

        writer.Write(End(formula));
    }

    // False, and the text not finished, as soon as it is longer than the room.
    private bool AppendFlat(StringBuilder text, Formula formula, int room, bool isBody)
    {
        if (!isBody && names.TryGetValue(formula, out string? name))
        {
            text.Append(name);
        }
        else if (formula.Arity == 0)
        {
            text.Append(Leaf(formula));
        }
        else
        {
            (string before, string after) = Wrapping(formula);
            text.Append('(').Append(Operator(formula));
            for (int i = 0; i < formula.Arity; i++)
            {
                text.Append(' ').Append(before);
                if (!AppendFlat(text, formula.Child(i), room, isBody: false))
                {
                    text.Clear();
                    return false;
                }

                text.Append(after);
            }

            text.Append(End(formula));
        }

        if (text.Length <= room)
        {
            return true;
        }

        text.Clear();
        return false;
    }

    private string Operator(Formula formula) => formula switch
    {
        Formula.Negation => "not",
        Formula.Conjunction => "and",
        Formula.Disjunction => "or",
        Formula.Implication => "=>",
        Formula.Equivalence => "=",
        Formula.Cardinality when portable => "<= (+",
        Formula.Cardinality cardinality => string.Create(CultureInfo.InvariantCulture, $"(_ at-most {cardinality.Bound})"),
        _ => throw new UnreachableException(),
    };

    private (string Before, string After) Wrapping(Formula formula) =>
        portable && formula is Formula.Cardinality ? ("(ite ", " 1 0)") : ("", "");

    private string End(Formula formula) => portable && formula is Formula.Cardinality cardinality
        ? string.Create(CultureInfo.InvariantCulture, $") {cardinality.Bound})")
        : ")";

    private static string Leaf(Formula formula) => formula switch
    {
        Formula.Constant constant => constant.Value ? "true" : "false",
        Atom atom => Symbol(atom.Name),
        Formula.Comparison comparison =>
            $"({(comparison.IsStrict ? "<" : "<=")} {Sum(comparison.Left)} {Sum(comparison.Right)})",
        _ => throw new UnreachableException(),
    };

    private static string Sum(Linear linear)
    {
        List<string> parts = [.. linear.Terms.Select(term => term.Coefficient == (Rational)1
            ? Symbol(term.Variable.Name)
            : $"(* {Number(term.Coefficient)} {Symbol(term.Variable.Name)})")];
        if (parts.Count == 0 || linear.Constant != Rational.Zero)
        {
            parts.Add(Number(linear.Constant));
        }

        return parts.Count == 1 ? parts[0] : $"(+ {string.Join(' ', parts)})";
    }

    private static string Number(Rational value)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"{System.Numerics.BigInteger.Abs(value.Numerator)}.0");
        string fraction = value.Denominator.IsOne
            ? size
            : string.Create(CultureInfo.InvariantCulture, $"(/ {size} {value.Denominator}.0)");
        return value.Numerator.Sign < 0 ? $"(- {fraction})" : fraction;
    }
}
