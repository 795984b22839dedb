using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using static Microsoft.Z3.Native.LIB;

namespace FairExchange.Verification.Solving;

/// <summary>A context of Z3 and the terms made in it, each formula once. For one thread at a time.</summary>
internal sealed class Z3Context : IDisposable
{
    // Z3 recurses over some formulas when it checks: at 100,000 levels it overflows the stack and takes the process
    // along, and well before that it takes quadratic time.
    private const int DeepestFormula = 1_000;

    private readonly Dictionary<Formula, nint> terms = [];
    private readonly Dictionary<Real, nint> variables = [];
    private readonly Dictionary<nint, object> declared = [];
    private readonly nint boolean;
    private readonly nint real;
    private nint[] parts = new nint[16];

    public Z3Context()
    {
        nint config = Z3_mk_config();
        Handle = Z3_mk_context(config);
        Z3_del_config(config);
        // Without a handler a failed call leaves an error code behind; the one that Z3 begins with ends the process.
        Z3_set_error_handler(Handle, null);
        boolean = Z3_mk_bool_sort(Handle);
        real = Z3_mk_real_sort(Handle);
    }

    public nint Handle { get; private set; }

    /// <summary>
    /// The binding hands names over in the system's own 8-bit encoding, which on Windows cannot tell all names apart: what is not ASCII is
    /// spelled out, as SMT-LIB does.
    /// </summary>
    public nint Symbol(string name) =>
        Made(Z3_mk_string_symbol(Handle, Ascii.IsValid(name) ? name : string.Concat(name.EnumerateRunes().Select(rune =>
        rune.IsAscii ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}")))));

    /// <exception cref="ArgumentException">The formula is nested too deeply.</exception>
    public nint Term(Formula formula)
    {
        if (formula.Depth > DeepestFormula)
        {
            throw new ArgumentException(
                $"The formula is nested {formula.Depth} deep, and Z3 is given {DeepestFormula} at most: define atoms for its parts (Iff).");
        }

        foreach (Formula part in FormulaWalk.ChildrenFirst(formula, terms.ContainsKey))
        {
            terms.Add(part, Made(Make(part)));
        }

        return terms[formula];
    }

    /// <summary>Copies a model of Z3: reading it later would tie it to this context's life and thread.</summary>
    public Assignment Read(nint model)
    {
        HashSet<Atom> trueAtoms = [];
        Dictionary<Real, Rational> values = [];
        uint count = Z3_model_get_num_consts(Handle, model);
        for (uint i = 0; i < count; i++)
        {
            nint declaration = Z3_model_get_const_decl(Handle, model, i);
            if (!declared.TryGetValue(declaration, out object? name))
            {
                continue; // Z3's own auxiliary.
            }

            nint value = Z3_model_get_const_interp(Handle, model, declaration);
            if (name is Real real)
            {
                values[real] = Rational.Parse(Text(Z3_get_numeral_string(Handle, value)));
            }
            else if (Z3_get_bool_value(Handle, value) > 0)
            {
                trueAtoms.Add((Atom)name);
            }
        }

        ThrowIfFailed();
        return new Assignment(trueAtoms, values);
    }

    /// <exception cref="SolverException">The last call failed.</exception>
    public void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            throw new SolverException(failure);
        }
    }

    public string? Failure => Z3_get_error_code(Handle) is var code and not 0 ? Text(Z3_get_error_msg(Handle, code)) : null;

    public static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";

    public void Dispose()
    {
        if (Handle != 0)
        {
            Z3_del_context(Handle);
            Handle = 0;
        }
    }

    private nint Make(Formula formula) => formula switch
    {
        Formula.Constant constant => constant.Value ? Z3_mk_true(Handle) : Z3_mk_false(Handle),
        Atom atom => Declare(atom, atom.Name, boolean),
        Formula.Negation negation => Z3_mk_not(Handle, terms[negation.Operand]),
        Formula.Conjunction conjunction => Z3_mk_and(Handle, (uint)conjunction.Arity, Parts(conjunction)),
        Formula.Disjunction disjunction => Z3_mk_or(Handle, (uint)disjunction.Arity, Parts(disjunction)),
        Formula.Implication implication => Z3_mk_implies(Handle, terms[implication.Premise], terms[implication.Conclusion]),
        Formula.Equivalence equivalence => Z3_mk_iff(Handle, terms[equivalence.Left], terms[equivalence.Right]),
        Formula.Cardinality cardinality => Z3_mk_atmost(Handle, (uint)cardinality.Arity, Parts(cardinality), (uint)cardinality.Bound),
        Formula.Comparison { IsStrict: true } less => Z3_mk_lt(Handle, Sum(less.Left), Sum(less.Right)),
        Formula.Comparison notMore => Z3_mk_le(Handle, Sum(notMore.Left), Sum(notMore.Right)),
        _ => throw new UnreachableException(),
    };

    private nint[] Parts(Formula formula)
    {
        if (parts.Length < formula.Arity)
        {
            parts = new nint[formula.Arity * 2];
        }

        for (int i = 0; i < formula.Arity; i++)
        {
            parts[i] = terms[formula.Child(i)];
        }

        return parts;
    }

    private nint Sum(Linear linear)
    {
        nint[] parts = new nint[linear.Terms.Length + 1];
        nint[] product = new nint[2];
        for (int i = 0; i < linear.Terms.Length; i++)
        {
            (Rational coefficient, Real variable) = linear.Terms[i];
            product[0] = Number(coefficient);
            product[1] = Variable(variable);
            parts[i] = Made(Z3_mk_mul(Handle, 2, product));
        }

        parts[^1] = Number(linear.Constant);
        return Made(Z3_mk_add(Handle, (uint)parts.Length, parts));
    }

    private nint Number(Rational value) => Made(Z3_mk_numeral(Handle, value.ToString(), real));

    private nint Variable(Real variable)
    {
        if (!variables.TryGetValue(variable, out nint term))
        {
            term = Declare(variable, variable.Name, real);
            variables.Add(variable, term);
        }

        return term;
    }

    private nint Declare(object named, string name, nint sort)
    {
        nint term = Made(Z3_mk_const(Handle, Symbol(name), sort));
        return declared.TryAdd(Z3_get_app_decl(Handle, term), named)
            ? term
            : throw new ArgumentException($"Two vocabularies in one solver: both have '{name}'.");
    }

    // A null in the place of a term would crash the next call.
    private nint Made(nint made) => made != 0 ? made : throw new SolverException(Failure ?? "Z3 made nothing.");
}
