import { customImport } from "../fixtures/build.ts";
import { assemble } from "../fixtures/tools.ts";
import { expectAccessible } from "../pages/axe.ts";
import { expect, test } from "../pages/test.ts";

const kv = "acme:store/kv@1.0.0";

test("an interface that nobody provides is mocked, given a value, and the component reads it", async ({
  workbench,
}) => {
  const { board, settings, panel } = workbench;
  await workbench.open(await customImport(), "store.wasm");
  await board.set(kv, "mock");
  await expect(board.socket("kv", "mock")).toBeVisible();
  await expect(board.plug(kv)).toContainText("simplest values");
  await board.socket("kv").click();
  await expect(settings.mock(kv)).toContainText("get: func(key: string) -> result<string, string>");
  await expect(settings.answer("get")).toContainText('Each call gives ok("")');

  await settings.answerWith("get", "values");
  await expect(settings.field("Value 1")).toHaveValue('ok("")');
  await settings.field("Value 1").fill('ok("red');
  await expect(settings.answer("get")).toContainText("Column 4:");
  await expect(settings.mock(kv)).toContainText("! mistake");
  await settings.field("Value 1").fill('ok("red")');
  await expect(settings.answer("get")).not.toContainText("Column");
  await expect(board.plug(kv)).toContainText("1 function as set");
  await workbench.run();
  await panel.expectStatus("exited", "exited");
  await expect(panel.lines().first()).toContainText("red");
  await expect(board.socket("kv")).toContainText("×1");
});

test("every way to answer can be chosen, and nothing half-typed is lost", async ({ workbench, page }) => {
  const { board, settings, panel } = workbench;
  await workbench.open(await customImport(), "store.wasm");
  await board.set(kv, "mock");
  await board.plug(kv).click();
  await settings.answerWith("get", "values");
  await settings.field("Value 1").fill("ok(half");
  await settings.button("Add value").click();
  await settings.field("Value 2").fill('err("gone")');
  await settings.answerWith("get", "echo of a parameter");
  await expect(settings.region.getByRole("combobox", { name: "Parameter", exact: true })).toHaveValue("key");
  await workbench.run();
  await expect(panel.lines().first()).toContainText("colour");

  await settings.answerWith("get", "trap");
  await settings.field("Words").fill("No colours today.");
  await workbench.run();
  await panel.expectStatus("trapped", "trapped");
  await expect(panel.body).toContainText("No colours today.");

  await settings.answerWith("get", "values");
  await expect(settings.field("Value 1")).toHaveValue("ok(half");
  await board.socket("stdout").click();
  await board.plug(kv).click();
  await expect(settings.field("Value 1")).toHaveValue("ok(half");
  await expect(settings.field("Value 2")).toHaveValue('err("gone")');
  await expectAccessible(page);
});

test("60 functions are found by a search, members stand under their resource", async ({ workbench, page }) => {
  const { board, settings } = workbench;
  await workbench.open(await assemble(hosts), "hosts.wasm");
  await board.world.getByRole("button", { name: "Mock all 3" }).click();
  const large = settings.mock("acme:host/large@1.0.0");
  await board.socket("large").click();
  await expect(large.getByRole("listitem")).toHaveCount(62);
  const bucket = large.getByRole("region", { name: "Resource bucket" });
  await expect(bucket.getByRole("listitem")).toHaveCount(2);
  await expect(bucket).toContainText("Each handle counts its values for itself.");
  await large.getByRole("searchbox").fill("bucket");
  await expect(large.getByRole("listitem")).toHaveCount(2);
  await large.getByRole("button", { name: /^constructor\(name: string\)/ }).click();
  await expect(settings.answer("[constructor]bucket")).toContainText("Each call gives bucket, with a new handle");
  await expectAccessible(page);
});

test("configuration and buckets have editors of their own", async ({ workbench }) => {
  const { board, settings } = workbench;
  await workbench.open(await assemble(hosts), "hosts.wasm");
  await board.set("wasi:config/store@0.2.0-rc.1", "mock");
  await board.plug("wasi:config/store").click();
  await settings.field("Name of a new key").fill("colour");
  await settings.field("Value of the new key").fill("red");
  await settings.button("Add key").click();
  await expect(settings.field("Value of colour")).toHaveValue("red");
  await expect(board.plug("wasi:config/store")).toContainText("1 key");

  await board.set("wasi:keyvalue/store@0.2.0-draft2", "mock");
  await board.plug("wasi:keyvalue/store").click();
  await settings.field("Name of a new bucket").fill("cart");
  await settings.button("Add bucket").click();
  await settings.field("Name of a new key").fill("pears");
  await settings.field("Value of the new key").fill("3");
  await settings.button("Add key").click();
  await expect(settings.field("Value of pears")).toHaveValue("3");
  await expect(board.plug("wasi:keyvalue/store")).toContainText("1 bucket");
});

/** Imports an interface of 62 functions, and two of WASI's that are ready-made. */
const hosts = `(component
  (import "acme:host/large@1.0.0" (instance
    (export "bucket" (type $bucket (sub resource)))
    (export "[constructor]bucket" (func (param "name" string) (result (own $bucket))))
    (export "[method]bucket.get" (func (param "self" (borrow $bucket)) (param "key" string) (result (option string))))
    ${Array.from({ length: 60 }, (_, n) => `(export "do-${n}" (func (param "key" string) (result (list u8))))`).join("\n")}))
  (import "wasi:config/store@0.2.0-rc.1" (instance
    (export "get" (func (param "key" string) (result (result (option string) (error string)))))))
  (import "wasi:keyvalue/store@0.2.0-draft2" (instance
    (export "bucket" (type $bucket (sub resource)))
    (export "open" (func (param "name" string) (result (result (own $bucket) (error string))))))))`;
