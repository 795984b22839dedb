using static Microsoft.Z3.Native.LIB;

namespace FairExchange.Verification.Solving;

/// <summary>Z3 in this process. An object is for one thread at a time; two objects are independent of each other.</summary>
public sealed class Z3Solver : ISolver
{
    private readonly Z3Context context;
    private readonly nint solver;
    private uint timeoutMs = uint.MaxValue;
    private int scopes;

    /// <exception cref="Z3NotFoundException">There is no native Z3.</exception>
    public Z3Solver()
    {
        _ = Z3Library.Loaded;
        context = new Z3Context();
        // Measured on bounded model checking with push and pop: where at-most makes traces minimal, this kernel is 3 to
        // 15 times as fast as QF_FD's, and it starts in 1 ms where the combined solver of Z3_mk_solver takes 5 to 10.
        solver = Z3_mk_simple_solver(context.Handle);
        context.ThrowIfFailed();
        Z3_solver_inc_ref(context.Handle, solver);
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
        ObjectDisposedException.ThrowIf(context.Handle == 0, this);
        Z3_solver_assert(context.Handle, solver, context.Term(formula));
        context.ThrowIfFailed();
    }

    public void Push()
    {
        ObjectDisposedException.ThrowIf(context.Handle == 0, this);
        Z3_solver_push(context.Handle, solver);
        context.ThrowIfFailed();
        scopes++;
    }

    public void Pop()
    {
        ObjectDisposedException.ThrowIf(context.Handle == 0, this);
        if (scopes == 0)
        {
            throw new InvalidOperationException("No scope is open.");
        }

        Z3_solver_pop(context.Handle, solver, 1);
        context.ThrowIfFailed();
        scopes--;
    }

    public SolverAnswer Check(
        IReadOnlyList<Formula>? assumptions = null, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(context.Handle == 0, this);
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
        if (context.Handle != 0)
        {
            Z3_solver_dec_ref(context.Handle, solver);
            context.Dispose();
        }
    }

    internal static bool IsLiteral(Formula formula) => formula is Atom or Formula.Negation { Operand: Atom };

    private SolverAnswer CheckLiterals(IReadOnlyList<Formula> assumptions, CancellationToken cancellation)
    {
        nint[] literals = [.. assumptions.Select(context.Term)];
        int result;
        using (new RepeatedInterrupt(() => Z3_solver_interrupt(context.Handle, solver), cancellation))
        {
            result = Z3_solver_check_assumptions(context.Handle, solver, (uint)literals.Length, literals);
        }

        cancellation.ThrowIfCancellationRequested();
        return result switch
        {
            > 0 => Model(),
            < 0 => new SolverAnswer.Unsatisfiable(),
            _ => new SolverAnswer.Unknown(context.Failure ?? Z3Context.Text(Z3_solver_get_reason_unknown(context.Handle, solver))),
        };
    }

    private SolverAnswer.Satisfiable Model()
    {
        nint model = Z3_solver_get_model(context.Handle, solver);
        context.ThrowIfFailed();
        Z3_model_inc_ref(context.Handle, model);
        try
        {
            return new SolverAnswer.Satisfiable(context.Read(model));
        }
        finally
        {
            Z3_model_dec_ref(context.Handle, model);
        }
    }

    private void LimitTo(TimeSpan? timeout)
    {
        uint milliseconds = timeout is { } limit
            ? (uint)Math.Clamp(Math.Ceiling(limit.TotalMilliseconds), 1, uint.MaxValue - 1)
            : uint.MaxValue;
        if (milliseconds == timeoutMs)
        {
            return;
        }

        Set("timeout", milliseconds);
        timeoutMs = milliseconds;
    }

    private void Set(string parameter, uint value) =>
        Set((parameters, symbol) => Z3_params_set_uint(context.Handle, parameters, symbol, value), parameter);

    private void Set(string parameter, bool value) =>
        Set((parameters, symbol) => Z3_params_set_bool(context.Handle, parameters, symbol, value ? (byte)1 : (byte)0), parameter);

    private void Set(Action<nint, nint> put, string parameter)
    {
        nint parameters = Z3_mk_params(context.Handle);
        Z3_params_inc_ref(context.Handle, parameters);
        put(parameters, context.Symbol(parameter));
        Z3_solver_set_params(context.Handle, solver, parameters);
        string? failure = context.Failure;
        Z3_params_dec_ref(context.Handle, parameters);
        if (failure is not null)
        {
            throw new SolverException(failure);
        }
    }
}

/// <summary>Gives SMT-LIB text to Z3's own reader: slower than <see cref="Z3Solver"/>, and the check that both say the same.</summary>
public static class Z3Text
{
    /// <summary>Runs a script in a context of its own.</summary>
    /// <returns>What Z3 prints, a line each: <c>sat</c>, <c>unsat</c> or <c>unknown</c> for each check.</returns>
    /// <exception cref="SolverException">Z3 cannot read the text, or a command fails.</exception>
    /// <exception cref="Z3NotFoundException">There is no native Z3.</exception>
    public static IReadOnlyList<string> Run(string script)
    {
        _ = Z3Library.Loaded;
        using Z3Context context = new();
        string output = Z3Context.Text(Z3_eval_smtlib2_string(context.Handle, script));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? error = Array.Find(lines, line => line.StartsWith("(error", StringComparison.Ordinal)) ?? context.Failure;
        return error is null ? lines : throw new SolverException(error);
    }
}

/// <summary>
/// From cancellation until disposal, interrupts again and again: Z3 forgets an interrupt that comes before its search
/// has begun. After disposal none is under way.
/// </summary>
internal sealed class RepeatedInterrupt : IDisposable
{
    private readonly CancellationTokenRegistration registration;
    private Timer? timer;

    public RepeatedInterrupt(Action interrupt, CancellationToken cancellation) =>
        registration = cancellation.Register(() => timer = new Timer(_ => interrupt(), null, dueTime: 0, period: 10));

    public void Dispose()
    {
        registration.Dispose();
        if (timer is not null)
        {
            using ManualResetEvent stopped = new(initialState: false);
            if (timer.Dispose(stopped))
            {
                stopped.WaitOne();
            }
        }
    }
}
