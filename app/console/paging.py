"""A list in pages, as the address of the page asks for them."""

from dataclasses import dataclass

from flask import abort, request
from sqlalchemy import Select, func, select

from surveys.db import db

PAGE = 25


@dataclass(frozen=True)
class Page:
    """One page of a query, counted from 1; `total` and `pages` are those of the whole."""

    query: Select
    number: int
    total: int

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE)


def asked_page(query: Select) -> Page:
    """The page of `?page=`; not found beyond the last one, but an empty list has a first."""
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = request.args.get("page", 1, type=int)
    if number < 1 or (number > 1 and (number - 1) * PAGE >= total):
        abort(404)
    return Page(query.limit(PAGE).offset((number - 1) * PAGE), number, total)
