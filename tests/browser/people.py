"""What people do in more than one test."""

# Whoever sends a page back in less is taken for a machine.
A_LOOK_MS = 2100


def look_at_it(page):
    page.wait_for_timeout(A_LOOK_MS)


def become_administrator(house, page):
    page.goto(f"{house.url}/console/")
    page.get_by_label("로그인 코드").fill(house.run("flask", "staff", "code").split()[-1])
    page.get_by_label("이메일").fill("lead@example.com")
    page.get_by_label("비밀번호").fill("a long enough password")
    page.get_by_role("button", name="시작하기").click()
