using static Microsoft.Z3.Native.LIB;

namespace FairExchange.Verification.Solving;

/// <summary>Z3 in this process. An object is for one thread at a time; two objects are independent of each other.</summary>
public sealed class Z3Solver : ISolver
{
    private readonly Z3Context _context;
    private readonly nint _solver;
    private uint _timeout = uint.MaxValue;
    private int _scopes;

    /// <exception cref="Z3NotFoundException">There is no native Z3.</exception>
    public Z3Solver()
    {
        _ = Z3Library.Loaded;
        _context = new Z3Context();
        // Measured on bounded model checking with push and pop: where at-most makes traces minimal, this kernel is 3 to
        // 15 times as fast as QF_FD's, and it starts in 1 ms where the combined solver of Z3_mk_solver takes 5 to 10.
        _solver = Z3_mk_simple_solver(_context.Handle);
        _context.ThrowIfFailed();
        Z3_solver_inc_ref(_context.Handle, _solver);
        // Try false first: traces start small, and making them minimal takes a quarter fewer questions.
        Set("phase_selection", 0);
        // Relevancy filters quantifier instances; there are no quantifiers.
        Set("relevancy", 0);
        // Else every check puts Z3's own handler in place of the program's: Ctrl-C would be an answer, or a crash where two threads check.
        Set("ctrl_c", false);
    }

    public static Version Version
    {
        get
        {
            _ = Z3Library.Loaded;
            uint major = 0, minor = 0, build = 0, revision = 0;
            Z3_get_version(ref major, ref minor, ref build, ref revision);
            return new Version((int)major, (int)minor, (int)build, (int)revision);
        }
    }

    public void Assert(Formula formula)
    {
        ObjectDisposedException.ThrowIf(_context.Handle == 0, this);
        Z3_solver_assert(_context.Handle, _solver, _context.Term(formula));
        _context.ThrowIfFailed();
    }

    public void Push()
    {
        ObjectDisposedException.ThrowIf(_context.Handle == 0, this);
        Z3_solver_push(_context.Handle, _solver);
        _context.ThrowIfFailed();
        _scopes++;
    }

    public void Pop()
    {
        ObjectDisposedException.ThrowIf(_context.Handle == 0, this);
        if (_scopes == 0)
        {
            throw new InvalidOperationException("No scope is open.");
        }

        Z3_solver_pop(_context.Handle, _solver, 1);
        _context.ThrowIfFailed();
        _scopes--;
    }

    public Answer Check(
        IReadOnlyList<Formula>? assumptions = null, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_context.Handle == 0, this);
        cancellation.ThrowIfCancellationRequested();
        LimitTo(timeout);
        if (assumptions is null || assumptions.All(IsLiteral))
        {
            return CheckLiterals(assumptions ?? [], cancellation);
        }

        // Z3 takes only atoms and their negations as assumptions.
        Push();
        try
        {
            foreach (Formula assumption in assumptions)
            {
                Assert(assumption);
            }

            return CheckLiterals([], cancellation);
        }
        finally
        {
            Pop();
        }
    }

    public void Dispose()
    {
        if (_context.Handle != 0)
        {
            Z3_solver_dec_ref(_context.Handle, _solver);
            _context.Dispose();
        }
    }

    internal static bool IsLiteral(Formula formula) => formula is Atom or Formula.Negation { Operand: Atom };

    private Answer CheckLiterals(IReadOnlyList<Formula> assumptions, CancellationToken cancellation)
    {
        nint[] literals = [.. assumptions.Select(_context.Term)];
        int result;
        using (new RepeatedInterrupt(() => Z3_solver_interrupt(_context.Handle, _solver), cancellation))
        {
            result = Z3_solver_check_assumptions(_context.Handle, _solver, (uint)literals.Length, literals);
        }

        cancellation.ThrowIfCancellationRequested();
        return result switch
        {
            > 0 => Model(),
            < 0 => new Answer.Unsatisfiable(),
            _ => new Answer.Unknown(_context.Failure ?? Z3Context.Text(Z3_solver_get_reason_unknown(_context.Handle, _solver))),
        };
    }

    private Answer.Satisfiable Model()
    {
        nint model = Z3_solver_get_model(_context.Handle, _solver);
        _context.ThrowIfFailed();
        Z3_model_inc_ref(_context.Handle, model);
        try
        {
            return new Answer.Satisfiable(_context.Read(model));
        }
        finally
        {
            Z3_model_dec_ref(_context.Handle, model);
        }
    }

    private void LimitTo(TimeSpan? timeout)
    {
        uint milliseconds = timeout is { } limit
            ? (uint)Math.Clamp(Math.Ceiling(limit.TotalMilliseconds), 1, uint.MaxValue - 1)
            : uint.MaxValue;
        if (milliseconds == _timeout)
        {
            return;
        }

        Set("timeout", milliseconds);
        _timeout = milliseconds;
    }

    private void Set(string parameter, uint value) =>
        Set((parameters, symbol) => Z3_params_set_uint(_context.Handle, parameters, symbol, value), parameter);

    private void Set(string parameter, bool value) =>
        Set((parameters, symbol) => Z3_params_set_bool(_context.Handle, parameters, symbol, value ? (byte)1 : (byte)0), parameter);

    private void Set(Action<nint, nint> put, string parameter)
    {
        nint parameters = Z3_mk_params(_context.Handle);
        Z3_params_inc_ref(_context.Handle, parameters);
        put(parameters, _context.Symbol(parameter));
        Z3_solver_set_params(_context.Handle, _solver, parameters);
        string? failure = _context.Failure;
        Z3_params_dec_ref(_context.Handle, parameters);
        if (failure is not null)
        {
            throw new SolverException(failure);
        }
    }
}
