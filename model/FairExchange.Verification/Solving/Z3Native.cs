using System.Runtime.InteropServices;

namespace FairExchange.Verification.Solving;

/// <summary>
/// The part of libz3's C API (z3_api.h) that is used here, alike in Z3 4.8.12 and its successors. Every object of Z3 is
/// an opaque pointer; <c>int</c> results of checks are -1 (no), 0 (unknown), 1 (yes).
/// </summary>
internal static unsafe partial class Z3Native
{
    private const string Library = "libz3";

    static Z3Native()
    {
        NativeLibrary.SetDllImportResolver(typeof(Z3Native).Assembly, static (name, _, _) =>
            name == Library ? Z3Library.Loaded.Handle : 0);
        // Z3 would write them to the standard error stream, between a person and our own report.
        Z3_toggle_warning_messages(0);
        // Compacting serves function graphs. There are none, and it would take a third to a half of a search for a minimal trace.
        Z3_global_param_set("model.compact", "false");
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void Z3_global_param_set(string name, string value);

    [LibraryImport(Library)]
    private static partial void Z3_toggle_warning_messages(byte enabled);

    [LibraryImport(Library)]
    public static partial void Z3_get_version(out uint major, out uint minor, out uint build, out uint revision);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_config();

    [LibraryImport(Library)]
    public static partial void Z3_del_config(nint config);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_context(nint config);

    [LibraryImport(Library)]
    public static partial void Z3_del_context(nint context);

    [LibraryImport(Library)]
    public static partial void Z3_set_error_handler(nint context, nint handler);

    [LibraryImport(Library)]
    public static partial int Z3_get_error_code(nint context);

    [LibraryImport(Library)]
    public static partial nint Z3_get_error_msg(nint context, int code);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Z3_mk_string_symbol(nint context, string name);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_bool_sort(nint context);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_real_sort(nint context);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_const(nint context, nint symbol, nint sort);

    [LibraryImport(Library)]
    public static partial nint Z3_get_app_decl(nint context, nint application);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_true(nint context);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_false(nint context);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_not(nint context, nint operand);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_and(nint context, uint count, nint* parts);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_or(nint context, uint count, nint* parts);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_implies(nint context, nint premise, nint conclusion);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_iff(nint context, nint left, nint right);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_atmost(nint context, uint count, nint* parts, uint bound);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Z3_mk_numeral(nint context, string numeral, nint sort);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_add(nint context, uint count, nint* parts);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_mul(nint context, uint count, nint* parts);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_le(nint context, nint left, nint right);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_lt(nint context, nint left, nint right);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_simple_solver(nint context);

    [LibraryImport(Library)]
    public static partial void Z3_solver_inc_ref(nint context, nint solver);

    [LibraryImport(Library)]
    public static partial void Z3_solver_dec_ref(nint context, nint solver);

    [LibraryImport(Library)]
    public static partial void Z3_solver_set_params(nint context, nint solver, nint parameters);

    [LibraryImport(Library)]
    public static partial void Z3_solver_push(nint context, nint solver);

    [LibraryImport(Library)]
    public static partial void Z3_solver_pop(nint context, nint solver, uint scopes);

    [LibraryImport(Library)]
    public static partial void Z3_solver_assert(nint context, nint solver, nint formula);

    [LibraryImport(Library)]
    public static partial int Z3_solver_check_assumptions(nint context, nint solver, uint count, nint* assumptions);

    [LibraryImport(Library)]
    public static partial nint Z3_solver_get_reason_unknown(nint context, nint solver);

    [LibraryImport(Library)]
    public static partial nint Z3_solver_get_model(nint context, nint solver);

    [LibraryImport(Library)]
    public static partial void Z3_solver_interrupt(nint context, nint solver);

    [LibraryImport(Library)]
    public static partial nint Z3_mk_params(nint context);

    [LibraryImport(Library)]
    public static partial void Z3_params_inc_ref(nint context, nint parameters);

    [LibraryImport(Library)]
    public static partial void Z3_params_dec_ref(nint context, nint parameters);

    [LibraryImport(Library)]
    public static partial void Z3_params_set_uint(nint context, nint parameters, nint symbol, uint value);

    // The last argument is a C bool: one byte.
    [LibraryImport(Library)]
    public static partial void Z3_params_set_bool(nint context, nint parameters, nint symbol, byte value);

    [LibraryImport(Library)]
    public static partial void Z3_model_inc_ref(nint context, nint model);

    [LibraryImport(Library)]
    public static partial void Z3_model_dec_ref(nint context, nint model);

    [LibraryImport(Library)]
    public static partial uint Z3_model_get_num_consts(nint context, nint model);

    [LibraryImport(Library)]
    public static partial nint Z3_model_get_const_decl(nint context, nint model, uint index);

    [LibraryImport(Library)]
    public static partial nint Z3_model_get_const_interp(nint context, nint model, nint declaration);

    [LibraryImport(Library)]
    public static partial int Z3_get_bool_value(nint context, nint term);

    [LibraryImport(Library)]
    public static partial nint Z3_get_numeral_string(nint context, nint term);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Z3_eval_smtlib2_string(nint context, string text);
}
